import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startKeyward, type Keyward } from '../support/keyward.ts';
import { makeFolder } from '../support/vault-kit.ts';

const records = z.array(z.looseObject({ seq: z.number(), type: z.string() }));
const findings = z.array(z.object({ check: z.string(), status: z.enum(['ok', 'warn', 'fail']), message: z.string() }));

async function withVault(): Promise<Keyward> {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'ai-agents']);
  return keyward;
}

/** What a person who can write the file does. */
function intrude(keyward: Keyward, file: string, statement: string): void {
  const database = new Database(join(keyward.home, file));
  database.exec(statement);
  database.close();
}

async function checks(
  keyward: Keyward,
  env: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await keyward.with(env).cli(['doctor', '--json']);
  return Object.fromEntries(findings.parse(JSON.parse(stdout)).map(({ check, status }) => [check, status]));
}

describe('the audit trail at the command line', () => {
  it('has two records for every change, with the session they were made in', async () => {
    const keyward = await startKeyward();
    await keyward.program(['vault', 'create', 'ai-agents']);
    const trail = records.parse(await keyward.json(['audit', 'list']));
    expect(trail.map(({ type }) => type)).toEqual([
      'vault.created',
      'change.intent',
      'owner.initialised',
      'change.intent',
    ]);
    expect(trail[0]).toMatchObject({
      session: { principal: { kind: 'owner' }, transport: 'cli', process: { ppid: process.pid } },
      vault: { name: 'ai-agents' },
      outcome: { result: 'ok' },
    });
    expect(trail[0]?.['call_id']).toBe(trail[1]?.['call_id']);
  });

  it('has failed changes too', async () => {
    const keyward = await withVault();
    await keyward.cli(['vault', 'create', 'ai-agents']);
    const [latest] = records.parse(await keyward.json(['audit', 'list', '--limit', '1']));
    expect(latest).toMatchObject({ type: 'vault.created', outcome: { result: 'failed', code: 'VAULT_EXISTS' } });
  });

  it('is shown in columns, newest first', async () => {
    const { cli } = await withVault();
    const lines = (await cli(['audit', 'list', '--limit', '2'])).stdout.split('\n');
    expect(lines[0]).toMatch(/^SEQ +TIME \(UTC\) +EVENT +WHO +ON WHAT +OUTCOME$/);
    expect(lines[1]).toMatch(/^4 +2.* vault\.created +owner.* ai-agents +ok$/);
    expect(lines).toHaveLength(4);
  });

  it('can be verified, against a head stored elsewhere too', async () => {
    const { cli } = await withVault();
    const { code, stdout } = await cli(['audit', 'verify']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^intact: 4 records, head 4:[0-9a-f]{64}\nattested by signed checkpoints up to record 2\n$/,
      ),
    });
    const head = stdout.split('\n')[0]?.split(' ').at(-1) ?? '';
    expect((await cli(['audit', 'verify', '--head', head])).code).toBe(0);
    expect((await cli(['audit', 'verify', '--head', `9:${head.slice(2)}`])).code).toBe(8);
  });

  it('names the edited record', async () => {
    const keyward = await withVault();
    intrude(keyward, 'audit.db', "UPDATE records SET record = replace(record, 'ai-agents', 'ai-agentz') WHERE seq = 4");
    const { code, stdout } = await keyward.cli(['audit', 'verify', '--json']);
    expect(code).toBe(8);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'broken', fault: 'edited', seq: 4 });
  });

  it('that cannot be written stops every change', async () => {
    const keyward = await withVault();
    intrude(
      keyward,
      'audit.db',
      "CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    for (const args of [
      ['vault', 'create', 'other'],
      ['vault', 'delete', 'ai-agents'],
      ['agent', 'create', 'bot'],
    ]) {
      const { code, stderr } = await keyward.cli(args);
      expect(code).toBe(7);
      expect(stderr).toContain('AUDIT_UNWRITABLE');
    }
    expect(await keyward.json(['vault', 'list'])).toMatchObject([{ name: 'ai-agents' }]);
    expect(await keyward.json(['agent', 'list'])).toEqual([]);
  });
});

describe('doctor', () => {
  it('finds nothing wrong with a fresh folder', async () => {
    const keyward = await withVault();
    expect(new Set(Object.values(await checks(keyward)))).toEqual(new Set(['ok']));
    const { code, stdout } = await keyward.cli(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CHECK +STATUS +FINDING\nnode +ok +Node /);
  });

  it('makes nothing where nothing is', async () => {
    const keyward = await startKeyward();
    await rm(keyward.home, { recursive: true });
    expect(await checks(keyward)).toEqual({ node: 'ok', process: 'ok', folder: 'warn' });
    expect((await keyward.cli(['doctor'])).code).toBe(0);
  });

  it('finds a folder that others may read, which every command refuses', async () => {
    const keyward = await withVault();
    await chmod(keyward.home, 0o755);
    expect(await checks(keyward)).toMatchObject({ folder: 'fail' });
    expect(await keyward.cli(['vault', 'list'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('VAULT_FOLDER_UNSAFE'),
    });
  });

  it('finds an edited trail and a tampered vault', async () => {
    const keyward = await withVault();
    intrude(keyward, 'audit.db', "UPDATE records SET record = replace(record, 'ok', 'ko') WHERE seq = 4");
    intrude(keyward, 'keyward.db', 'UPDATE vaults SET sealed_name = zeroblob(64)');
    expect(await checks(keyward)).toMatchObject({ audit: 'fail', vaults: 'fail' });
    expect((await keyward.cli(['doctor'])).code).toBe(1);
    expect((await keyward.cli(['vault', 'list'])).code).toBe(8);
  });

  it('warns of agents about to expire', async () => {
    const keyward = await withVault();
    await keyward.json(['agent', 'create', 'bot', '--vault', 'ai-agents', '--expires-in', '2d']);
    expect(await checks(keyward)).toMatchObject({ agents: 'warn' });
  });

  it('finds a process that others could look into', async () => {
    const keyward = await withVault();
    expect(await checks(keyward, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatchObject({ process: 'fail' });
  });
});

describe('the data folder', () => {
  it('is refused as a symbolic link', async () => {
    const keyward = await startKeyward();
    const elsewhere = await makeFolder();
    await mkdir(join(elsewhere, 'real'), { mode: 0o700 });
    await symlink(join(elsewhere, 'real'), join(elsewhere, 'link'));
    const { code } = await keyward.with({ KEYWARD_HOME: join(elsewhere, 'link') }).cli(['init']);
    expect(code).toBe(4);
  });

  it('without its owner key is not given a new one', async () => {
    const keyward = await withVault();
    await rm(join(keyward.home, 'owner.key'));
    expect(await keyward.cli(['vault', 'create', 'other'])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('backup'),
    });
  });
});
