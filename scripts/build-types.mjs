// @ts-check
// src/index.ts and all types it names, those of bundled packages too, as one declaration file without an import.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { distFolder, projectFolder } from './project.mjs';

/** Types of zod are part of ours; other packages are named only by what is left out again. */
const OUTSIDE = /^(?!zod(\/|$))[^./]/;

const IMPORT = /^import\b.*$|\bimport\(.*$/m;

/** zod says of these what the compiler cannot see, and has it ignored by comments, which the bundler drops. */
const VARIANCE = /^(export )?(declare )?interface \$?Zod\w+<[^{]*\bout \w.*$/gm;

/**
 * Write `index.d.ts`. Throws when the types do not compile, or when they name a package.
 *
 * @param {string} [folder]
 */
export async function buildTypes(folder = distFolder) {
  const bundle = await rolldown({
    input: { index: join(projectFolder, 'src/index.ts') },
    platform: 'node',
    external: OUTSIDE,
    tsconfig: false,
    checks: { bundlerTimings: false },
    plugins: [dts({ emitDtsOnly: true, tsconfig: join(projectFolder, 'tsconfig.build.json'), resolver: 'tsc' })],
  });
  try {
    const { output } = await bundle.generate({ format: 'esm' });
    const code = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
    const foreign = IMPORT.exec(code)?.[0];
    if (foreign !== undefined) throw new Error(`the public types name a package, which is not shipped: ${foreign}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'index.d.ts'), code.replace(VARIANCE, '// @ts-ignore\n$&'));
  } finally {
    await bundle.close();
  }
}
