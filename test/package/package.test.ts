import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolPath } from '../../scripts/project.mjs';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';
import { startServe } from '../support/serve.ts';
import { filesBelow, installPackage, readManifest } from './installed-package.ts';

const run = promisify(execFile);
const TRANSPORT = fileURLToPath(new URL('../fixtures/line-transport.mjs', import.meta.url));
const MEBIBYTE = 2 ** 20;

describe('the packed package, installed with what `dependencies` names and nothing more', () => {
  let folder: string;
  let app: string;
  let program: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'keyward-package-')));
    app = await installPackage(folder);
    program = join(app, 'node_modules/keyward/dist/bin.js');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds at most 60 files beside docs and deploy, and nothing internal', async () => {
    const root = join(app, 'node_modules/keyward');
    const paths = (await filesBelow(root)).map(({ path }) => relative(root, path).split(sep).join('/'));
    expect(paths.filter((path) => !/^(docs|deploy)\//.test(path)).length).toBeLessThanOrEqual(60);
    expect(paths.filter((path) => path.endsWith('.ts'))).toEqual(['dist/index.d.ts']);
    const beside = paths.filter((path) => path.includes('/') && !/^(?:docs|deploy)\//.test(path));
    expect(beside.filter((path) => !/^dist\/(?:chunks\/)?[^/]+$/.test(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'dist/THIRD-PARTY-LICENSES.txt', 'dist/sbom.cdx.json']));
  });

  it('is at most 35 MiB large with all it needs', async () => {
    const { dependencies } = await readManifest();
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(10);
    const bytes = (await filesBelow(app)).reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes / MEBIBYTE).toBeLessThan(35);
  });

  it('serves an agent over stdio', async () => {
    const keyward = await startKeyward(program);
    const { client, call } = await keyward.connect({ token: await prepare(keyward) });
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('http_get');
    expect(await call('list_items', {})).toMatchObject({ content: { items: [{ title: 'api' }] } });
  });

  it('serves HTTP', async () => {
    const keyward = await startKeyward(program);
    await prepare(keyward);
    const { url } = await startServe(keyward, [], program);
    const { stdout } = await run(process.execPath, [
      '-e',
      `fetch('${url}/healthz').then((r) => console.log(r.status))`,
    ]);
    expect(stdout).toBe('200\n');
  });

  it('runs a program with a secret in its environment, and masks what it prints', async () => {
    const keyward = await startKeyward(program);
    await prepare(keyward);
    const { stdout } = await run(
      process.execPath,
      [program, 'run', '--', process.execPath, '-e', 'console.log(process.env.KEY.length, process.env.KEY)'],
      { env: { ...keyward.env, KEY: 'op://ai-agents/api/credential' } },
    );
    expect(stdout).toMatch(new RegExp(`^${String(CANARY.length)} `));
    expect(stdout).not.toContain(CANARY);
  });

  it('hands records to a pino transport, which runs in a thread', async () => {
    const keyward = await startKeyward(program);
    const path = join(keyward.home, 'pino.log');
    const sinks = [{ name: 'pino', kind: 'pino', target: TRANSPORT, options: { path } }];
    await writeFile(join(keyward.home, 'config.json'), JSON.stringify({ audit: { sinks } }), { mode: 0o600 });
    await keyward.json(['vault', 'create', 'one']);
    expect(await keyward.json(['audit', 'send', '--once'])).toMatchObject([{ turn: 'done', behind: 0 }]);
    expect(await readFile(path, 'utf8')).toContain('"name":"keyward"');
  });

  it('is a library, with the values its types name', async () => {
    const keyward = await startKeyward(program);
    const script = join(app, 'app.mjs');
    await writeFile(script, LIBRARY_SCRIPT);
    const env = { ...keyward.env, TOKEN: await prepare(keyward) };
    const { stdout } = await run(process.execPath, [script], { env });
    const { titles, names } = JSON.parse(stdout) as { titles: unknown; names: readonly string[] };
    expect(titles).toEqual(['api']);
    const types = await readFile(join(app, 'node_modules/keyward/dist/index.d.ts'), 'utf8');
    const exported =
      /^export \{(.*)\};$/m
        .exec(types)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? [];
    expect([...names].sort()).toEqual(exported.filter((name) => !name.startsWith('type ')).sort());
  });

  it('has types that compile strictly where nothing else is installed', async () => {
    await writeFile(join(app, 'app.ts'), TYPED_SCRIPT);
    const flags = ['--noEmit', '--strict', '--target', 'es2023', '--lib', 'esnext,dom', '--module', 'node20'];
    await writeFile(join(app, 'package.json'), '{ "type": "module" }');
    const compile = run(process.execPath, [toolPath('typescript', 'bin/tsc'), ...flags, 'app.ts'], { cwd: app });
    await expect(compile.catch((error: unknown) => error)).resolves.toMatchObject({ stdout: '' });
  });
});

async function prepare(keyward: Keyward): Promise<string> {
  const flags = ['--url', 'https://api.example.com', '--auth', 'bearer'];
  return keyward.prepare({ title: 'api', secret: CANARY, flags });
}

const LIBRARY_SCRIPT = `
import * as keyward from 'keyward';
const options = { auth: process.env.TOKEN, integrationName: 'app', integrationVersion: '1' };
const client = await keyward.createClient(options);
const titles = (await client.items.list()).map((item) => item.title);
await client.close();
console.log(JSON.stringify({ titles, names: Object.keys(keyward) }));
`;

const TYPED_SCRIPT = `
import { bindingSchema, createClient, isKeywardError, type Binding, type BindingInput } from 'keyward';
const input: BindingInput = { origins: ['https://a.example'], auth: { scheme: 'bearer' }, rules: ['GET /**'] };
export const binding: Binding = bindingSchema.parse(input);
export const origins: readonly string[] = binding.origins;
// @ts-expect-error: a binding names origins
export const wrong: BindingInput = { auth: { scheme: 'bearer' }, rules: [] };
export async function titles(): Promise<readonly string[]> {
  await using client = await createClient({ auth: 'kwa_', integrationName: 'a', integrationVersion: '1' });
  try {
    return (await client.items.list()).map((item) => item.title);
  } catch (error) {
    if (isKeywardError(error, 'VAULT_NOT_FOUND')) return [error.code];
    throw error;
  }
}
`;
