import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROCESS = `import process from 'node:process';\n`;

/** File, what it does, and the rule that refuses it; no rule: it is allowed there. */
const SEEDS: readonly (readonly [file: string, code: string, rule: string | undefined])[] = [
  ['src/broker/environment.ts', `export const home = process.env['HOME'];`, 'no-restricted-properties'],
  ['src/broker/imported.ts', `${PROCESS}export const home = process.env['HOME'];`, 'no-restricted-properties'],
  [
    'src/broker/unpacked.ts',
    `${PROCESS}const { env } = process;\nexport const home = env['HOME'];`,
    'no-restricted-properties',
  ],
  [
    'src/broker/named.ts',
    `import { env } from 'node:process';\nexport const home = env['HOME'];`,
    'no-restricted-imports',
  ],
  ['src/broker/global.ts', `export const home = globalThis.process;`, 'no-restricted-properties'],
  ['src/cli/environment.ts', `${PROCESS}export const home = process.env['HOME'];`, 'no-restricted-properties'],
  ['src/config/environment.ts', `${PROCESS}export const home = process.env['HOME'];`, undefined],
  ['src/broker/leave.ts', `${PROCESS}export const leave = (): never => process.exit(1);`, 'no-process-exit'],
  ['src/cli/leave.ts', `${PROCESS}export const leave = (): never => process.exit(1);`, undefined],
  ['src/bin.ts', `${PROCESS}export const leave = (): never => process.exit(1);`, undefined],
  ['src/mcp/print.ts', `export const print = (): void => console.error('hello');`, 'no-console'],
  ['src/cli/print.ts', `export const print = (): void => console.error('hello');`, undefined],
  ['src/run/print.ts', `${PROCESS}export const print = (): boolean => process.stdout.write('hello');`, undefined],
  [
    'src/mcp/stdout.ts',
    `${PROCESS}export const print = (): boolean => process.stdout.write('hello');`,
    'no-restricted-properties',
  ],
  ['src/broker/network.ts', `export const load = fetch;`, 'no-restricted-globals'],
  [
    'src/core/module.ts',
    `import { createRequire } from 'node:module';\nexport const make = createRequire;`,
    'no-restricted-imports',
  ],
  ['src/core/chance.ts', `export const chance = Math.random();`, 'no-restricted-properties'],
  [
    'src/core/floating.ts',
    `export const go = (later: () => Promise<void>): void => {\n  later();\n};`,
    'no-floating-promises',
  ],
  ['src/core/any.ts', `export const anything: any = 1;`, 'no-explicit-any'],
  ['src/core/bang.ts', `export const length = (list?: string[]): number => list!.length;`, 'no-non-null-assertion'],
  ['src/core/default.ts', `export default 1;`, 'no-default-export'],
  ['src/core/CamelCase.ts', `export const camel = 1;`, 'filename-case'],
  ['src/core/thrown.ts', `export function fail(): never {\n  throw 'text';\n}`, 'only-throw-error'],
  ['src/core/truthy.ts', `export const has = (text?: string): number => (text ? 1 : 0);`, 'strict-boolean-expressions'],
  [
    'src/core/switch.ts',
    `export function size(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}`,
    'switch-exhaustiveness-check',
  ],
  [
    'src/core/four.ts',
    `export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;`,
    'max-params',
  ],
  ['src/core/long.ts', `export function long(): void {\n${'  void 0;\n'.repeat(61)}}`, 'max-lines-per-function'],
  [
    'src/core/longer.ts',
    `${Array.from({ length: 301 }, (_, at) => `export const a${at} = ${at};`).join('\n')}`,
    'max-lines',
  ],
  ['src/core/todo.ts', `// TODO later\nexport const later = 1;`, 'no-warning-comments'],
  ['src/core/sound.ts', `export const sound = 1;`, undefined],
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

describe('the linter', () => {
  let folder = '';
  let diagnostics: readonly Diagnostic[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyward-lint-'));
    await cp('.config/oxlint.json', join(folder, '.config/oxlint.json'));
    await cp('tsconfig.json', join(folder, 'tsconfig.json'));
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    for (const [file, code] of SEEDS) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${code}\n`);
    }
    diagnostics = await lint(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  for (const [file, , rule] of SEEDS) {
    it(rule === undefined ? `finds nothing in ${file}` : `finds ${rule} in ${file}`, () => {
      const found = diagnostics
        .filter(({ filename }) => filename === file)
        .map(({ code }) => code.replace(/^.*\(|\)$/g, ''));
      expect(found).toEqual(rule === undefined ? [] : [rule]);
    });
  }

  it('is nowhere told to look away', async () => {
    const files = await sources(['src', 'test', 'scripts', 'bench']);
    const lookingAway = new RegExp(['oxlint', 'eslint'].map((tool) => `${tool}-disable`).join('|'));
    const found = await Promise.all(
      files.map(async (file) => (lookingAway.test(await readFile(file, 'utf8')) ? [file] : [])),
    );
    expect(found.flat()).toEqual([]);
  });
});

async function lint(folder: string): Promise<readonly Diagnostic[]> {
  const tool = join(process.cwd(), 'node_modules/oxlint/bin/oxlint');
  const child = spawn(process.execPath, [tool, '-c', '.config/oxlint.json', '-f', 'json', 'src'], { cwd: folder });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const { diagnostics } = JSON.parse(output) as { diagnostics: readonly Diagnostic[] };
  return diagnostics;
}

async function sources(folders: readonly string[]): Promise<string[]> {
  const lists = folders.map(async (folder) => {
    const names = await readdir(folder, { recursive: true });
    return names.map((name) => join(folder, name));
  });
  const own = (await Promise.all(lists)).flat().filter((path) => !path.includes('node_modules'));
  return own.filter((path) => /[.]m?[jt]s$/.test(path));
}
