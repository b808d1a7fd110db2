import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startKeyward, type CliResult } from '../support/keyward.ts';

const CANARY = 'canary-7Qm2xvT9pLw4Rz8K';
const USERNAME = 'canary-user-Zk3v';

it('a secret is in nothing the command line prints, in no log, and in no byte of the data folder', async () => {
  const keyward = await startKeyward();
  const results: CliResult[] = [];
  const run = async (args: readonly string[], stdin = ''): Promise<void> => {
    results.push(await keyward.cli(args, stdin));
  };
  const bound = ['--url', 'https://api.example.com', '--auth'];
  await run(['vault', 'create', 'ai-agents']);
  await run(['item', 'create', 'ai-agents/api', ...bound, 'bearer'], CANARY);
  await run(['item', 'create', 'ai-agents/api', ...bound, 'bearer'], CANARY);
  await run(['item', 'create', 'ai-agents/bad', ...bound, 'bearer'], `${CANARY}\nsecond line`);
  await run(['item', 'create', 'nowhere/api', ...bound, 'bearer'], CANARY);
  await run(['item', 'create', 'ai-agents/basic', ...bound, 'basic', '--username', USERNAME], CANARY);
  await run(['item', 'edit', 'api', '--secret'], CANARY);
  for (const args of [
    ['item', 'list'],
    ['item', 'get', 'basic'],
    ['item', 'get', 'basic', '--reveal'],
    ['audit', 'list'],
  ]) {
    await run(args);
    await run([...args, '--json']);
  }
  await run(['item', 'check', 'api', 'GET', 'https://api.example.com/']);
  await run(['doctor']);
  expect(results.filter(({ code }) => code === 0).length).toBeGreaterThan(9);

  const said = results.map(({ stdout, stderr }) => stdout + stderr).join('\n');
  const kept = await folderBytes(keyward.home);
  expect(kept.byteLength).toBeGreaterThan(50_000);
  for (const form of formsOf(CANARY)) expect(said.includes(form) || kept.includes(form)).toBe(false);
  // A user name is not a secret, but it stands sealed beside one.
  expect(kept.includes(USERNAME)).toBe(false);
  // The check itself can find something: titles are in the trail.
  expect(kept.includes('ai-agents')).toBe(true);
});

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // Without its ends base64 of a part is the same at one of three alignments.
  const aligned = [0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64').slice(0, 20));
  return [secret, bytes.toString('hex'), ...aligned];
}

async function folderBytes(folder: string): Promise<Buffer> {
  const names = await readdir(folder);
  return Buffer.concat(await Promise.all(names.map(async (name) => bytesOf(join(folder, name)))));
}

/** Of a file that was removed meanwhile, as SQLite does when its last connection closes, there are none. */
async function bytesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}
