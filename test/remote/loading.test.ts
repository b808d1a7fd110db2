import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANARY } from '../support/agent-kit.ts';
import { builtProgram } from '../support/built-program.ts';
import { startRemoteKit } from '../support/remote-kit.ts';
import { makeFolder } from '../support/vault-kit.ts';

const run = promisify(execFile);

const PROGRAM = `
  const [library, auth, where] = process.argv.slice(1);
  const { createClient } = await import(library);
  const client = await createClient({ auth, ...JSON.parse(where), integrationName: 'a', integrationVersion: '1' });
  const value = await client.secrets.resolve('op://deploy/db/credential');
  await client.close();
  console.log(JSON.stringify({ value, sqlite: process.moduleLoadList.some((name) => name.includes('sqlite')) }));
`;

/** How these packages are known in the files of the build. */
const [KYSELY, MCP] = ['class Kysely', 'McpServer = class'];

const said = z.object({ value: z.string(), sqlite: z.boolean() });
const coverage = z.looseObject({ result: z.array(z.looseObject({ url: z.string() })) });

describe('the library for a server', () => {
  it('loads no database, and nothing of MCP', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const auth = await kit.agent('job', ['--vault', 'deploy', '--can', 'read']);
    const library = pathToFileURL(join(dirname(builtProgram()), 'index.js')).href;
    /** A program of its own with the built library, and what was in the files it loaded. */
    const ask = async (where: object) => {
      const folder = await makeFolder();
      const args = ['--input-type=module', '--eval', PROGRAM, library, auth, JSON.stringify(where)];
      const env = { KEYWARD_KEYCHAIN: 'off', NODE_V8_COVERAGE: folder };
      const { stdout } = await run(process.execPath, args, { env });
      const { value, sqlite } = said.parse(JSON.parse(stdout));
      const text = await textLoaded(folder, dirname(library));
      return { value, database: sqlite || text.includes(KYSELY), mcp: text.includes(MCP) };
    };
    expect(await ask({ serverUrl: kit.url })).toEqual({ value: CANARY, database: false, mcp: false });
    // That they are seen where they are.
    expect(await ask({ home: kit.home })).toMatchObject({ value: CANARY, database: true });
    expect((await textOfAll(dirname(builtProgram()))).includes(MCP)).toBe(true);
  });
});

// Node tells which files it ran.
async function textLoaded(folder: string, dist: string): Promise<string> {
  const [report = ''] = await readdir(folder);
  const { result } = coverage.parse(JSON.parse(await readFile(join(folder, report), 'utf8')));
  const files = result.map(({ url }) => url).filter((url) => url.startsWith(dist));
  return (await Promise.all(files.map(async (url) => readFile(fileURLToPath(url), 'utf8')))).join('\n');
}

async function textOfAll(dist: string): Promise<string> {
  const names = await readdir(join(dist, 'chunks'));
  return (await Promise.all(names.map(async (name) => readFile(join(dist, 'chunks', name), 'utf8')))).join('\n');
}
