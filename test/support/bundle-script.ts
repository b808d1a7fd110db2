import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// Inside node_modules, so that what stays outside the bundle resolves as it does for the sources.
const FOLDER = join(ROOT, 'node_modules', '.cache', 'keyward-test-scripts');

export interface BundledScript {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Make one plain JavaScript file of a TypeScript script, for tests that need real child processes:
 * the oldest supported Node cannot run TypeScript. Packages stay outside the bundle.
 */
export async function bundleScript(source: URL): Promise<BundledScript> {
  await mkdir(FOLDER, { recursive: true });
  const name = source.pathname.split('/').at(-1) ?? 'script.ts';
  const path = join(FOLDER, `${name}-${process.pid}-${crypto.randomUUID()}.mjs`);
  const bundle = await rolldown({
    input: fileURLToPath(source),
    platform: 'node',
    external: /^(?![./]|[A-Za-z]:)/,
    logLevel: 'silent',
  });
  await bundle.write({ file: path, format: 'esm', codeSplitting: false });
  await bundle.close();
  return { path, remove: () => rm(path, { force: true }) };
}
