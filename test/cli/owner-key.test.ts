import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startKeyward } from '../support/keyward.ts';
import { makeFolder } from '../support/vault-kit.ts';

const TIMEOUT_MS = 60_000;

describe('init', () => {
  it('makes a folder and files for this user alone, and says where the key is', async () => {
    const { json, cli, home } = await startKeyward();
    expect(await json(['init'])).toEqual({ home, owner_key: 'file', created: true });
    expect(await json(['init'])).toEqual({ home, owner_key: 'file', created: false });
    expect((await stat(join(home, 'owner.key'))).mode & 0o777).toBe(0o600);
    expect((await cli(['init', '--passphrase'], 'correct horse battery')).code).toBe(2);
  });

  it('at once in several processes ends with one owner', async () => {
    const { program, cli, json } = await startKeyward();
    const names = ['a', 'b', 'c', 'd'];
    const results = await Promise.all(names.map((name) => program(['vault', 'create', name])));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await json(['vault', 'list'])).toHaveLength(4);
    expect((await cli(['audit', 'verify'])).code).toBe(0);
  });
});

describe('a passphrase', { timeout: TIMEOUT_MS }, () => {
  it('by stdin protects the key; then it is needed, and may come from a file', async () => {
    const keyward = await startKeyward();
    const { cli, home } = keyward;
    expect((await cli(['init', '--passphrase'], 'too short')).code).toBe(2);
    expect(await cli(['init', '--passphrase', '--json'], 'correct horse battery\n')).toMatchObject({ code: 0 });
    expect(await readFile(join(home, 'owner.key'), 'utf8')).not.toContain('correct');

    const locked = await cli(['vault', 'create', 'ai-agents']);
    expect(locked).toMatchObject({ code: 5, stderr: expect.stringContaining('VAULT_LOCKED') });

    const file = join(await makeFolder(), 'passphrase');
    await writeFile(file, 'correct horse battery\n', { mode: 0o600 });
    const withFile = keyward.with({ KEYWARD_PASSPHRASE_FILE: file });
    const run = async (args: readonly string[]): Promise<number | null> => (await withFile.cli(args)).code;
    expect(await run(['vault', 'create', 'ai-agents'])).toBe(0);
    await writeFile(file, 'wrong horse battery');
    expect(await run(['vault', 'list'])).toBe(5);
    await writeFile(file, '');
    expect(await run(['vault', 'list'])).toBe(2);
  });

  it('that opens the key is on record, and so is every one that did not', async () => {
    const keyward = await startKeyward();
    const { cli, json } = keyward;
    expect((await cli(['init', '--passphrase'], 'correct horse battery')).code).toBe(0);
    const file = join(await makeFolder(), 'passphrase');
    const withFile = keyward.with({ KEYWARD_PASSPHRASE_FILE: file });
    for (const [text, code] of [
      ['wrong horse battery', 5],
      ['correct horse battery', 0],
    ] as const) {
      await writeFile(file, text, { mode: 0o600 });
      expect((await withFile.cli(['vault', 'list'])).code).toBe(code);
    }
    expect((await cli(['vault', 'list'])).code).toBe(5);
    expect(await json(['audit', 'list', '--limit', '2'])).toMatchObject([
      {
        type: 'owner.unlocked',
        outcome: { result: 'ok' },
        session: { principal: { kind: 'owner' }, transport: 'cli' },
      },
      {
        type: 'owner.unlocked',
        outcome: { result: 'denied', code: 'VAULT_UNLOCK_FAILED' },
        session: { principal: { kind: 'unknown' } },
      },
    ]);
  });
});

describe('reading the trail', () => {
  it('needs no key', async () => {
    const { cli } = await startKeyward();
    expect((await cli(['audit', 'list'])).stdout).toBe('no records\n');
    expect((await cli(['audit', 'verify'])).stdout).toBe('intact: no records yet\n');
  });
});
