import { copyFile, cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openRuntime } from '../../src/app/index.ts';
import { actor } from '../../src/audit/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { silentLogger } from '../../src/core/index.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';

const verdict = z.object({ kind: z.string(), fault: z.string().optional() });
const findings = z.array(z.object({ check: z.string(), status: z.string(), message: z.string() }));

async function withCheckpoint(): Promise<Keyward> {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'one']);
  await keyward.json(['audit', 'checkpoint']);
  await keyward.json(['vault', 'create', 'two']);
  return keyward;
}

async function removeFiles(keyward: Keyward, prefix: string): Promise<void> {
  for (const name of await readdir(keyward.home))
    if (name.startsWith(prefix)) await rm(join(keyward.home, name), { force: true });
}

async function verify(keyward: Keyward): Promise<{ code: number | null; kind: string; fault?: string | undefined }> {
  const { code, stdout } = await keyward.cli(['audit', 'verify', '--json']);
  return { code, ...verdict.parse(JSON.parse(stdout)) };
}

async function auditFinding(keyward: Keyward): Promise<string | undefined> {
  const { stdout } = await keyward.cli(['doctor', '--json']);
  return findings.parse(JSON.parse(stdout)).find(({ check }) => check === 'audit')?.status;
}

async function copyOf(keyward: Keyward): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-copy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // SQLite makes the index of a log anew, and removes it when its last connection closes.
  await cp(keyward.home, folder, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  return folder;
}

describe('the trail of an installation', () => {
  it('is whole, and attested, from its first record on', async () => {
    const keyward = await startKeyward();
    await keyward.json(['vault', 'create', 'one']);
    expect(await verify(keyward)).toMatchObject({ code: 0, kind: 'intact' });
    expect(await keyward.json(['audit', 'anchor'])).toMatchObject({ kind: 'anchored', size: 2 });
  });

  const ways: readonly [string, string, (keyward: Keyward) => Promise<void>][] = [
    ['is removed', 'missing', (keyward) => removeFiles(keyward, 'audit.db')],
    [
      'is removed with everything that signs and keeps checkpoints',
      'missing',
      async (keyward) => {
        await removeFiles(keyward, 'audit.');
        for (const name of ['checkpoints', 'checkpoint-places'])
          await rm(join(keyward.home, name), { recursive: true, force: true });
      },
    ],
    ['lost its key', 'key_missing', (keyward) => removeFiles(keyward, 'audit.key')],
    [
      'has the key of another installation',
      'key_replaced',
      async (keyward) => {
        const other = await withCheckpoint();
        await copyFile(join(other.home, 'audit.key'), join(keyward.home, 'audit.key'));
      },
    ],
    [
      'is that of another installation, with its key and checkpoints',
      'replaced',
      async (keyward) => {
        const other = await withCheckpoint();
        await removeFiles(keyward, 'audit.');
        await rm(join(keyward.home, 'checkpoints'), { recursive: true });
        for (const name of ['audit.db', 'audit.key', 'checkpoints'])
          await cp(join(other.home, name), join(keyward.home, name), { recursive: true });
      },
    ],
    [
      'stands beside the vaults of another installation',
      'replaced',
      async (keyward) => {
        const other = await withCheckpoint();
        await removeFiles(keyward, 'keyward.db');
        for (const name of ['keyward.db', 'owner.key'])
          await copyFile(join(other.home, name), join(keyward.home, name));
      },
    ],
    ['stands beside no vaults at all', 'unanchored', async (keyward) => removeFiles(keyward, 'keyward.db')],
    [
      'has checkpoints of another trail beside its own',
      'second_chain',
      async (keyward) => {
        const other = await withCheckpoint();
        await cp(join(other.home, 'checkpoints'), join(keyward.home, 'checkpoints'), { recursive: true });
      },
    ],
  ];

  it.each(ways)(
    'that %s is found by verify and doctor, ends all calls and raises the alarm',
    async (_way, fault, act) => {
      const keyward = await withCheckpoint();
      await act(keyward);
      expect(await verify(keyward)).toMatchObject({ code: 8, kind: 'broken', fault });
      expect(await auditFinding(keyward)).toBe('fail');
      const refused = await keyward.cli(['vault', 'create', 'three']);
      expect(refused.stderr).toContain('AUDIT_UNWRITABLE');
      const alerts = await keyward.cli(['audit', 'list', '--alerts', '--json']);
      expect(alerts.stdout).toContain('trail_rolled_back');
      expect((await verify(keyward)).code).toBe(8);
    },
  );

  it('that was put back to before what the vaults know ends all calls', async () => {
    const keyward = await startKeyward();
    await keyward.json(['vault', 'create', 'one']);
    const copy = await copyOf(keyward);
    await keyward.json(['audit', 'checkpoint']);
    await keyward.json(['vault', 'create', 'two']);
    await keyward.json(['audit', 'checkpoint']);
    await rm(join(keyward.home, 'checkpoints'), { recursive: true });
    await copyFile(join(copy, 'audit.db'), join(keyward.home, 'audit.db'));
    expect(await verify(keyward)).toMatchObject({ code: 8, fault: 'truncated' });
    expect((await keyward.cli(['vault', 'create', 'three'])).stderr).toContain('AUDIT_UNWRITABLE');
  });

  it('that is lost for good can be followed by another, in the owner’s name', async () => {
    const keyward = await withCheckpoint();
    await removeFiles(keyward, 'audit.db');
    expect((await keyward.cli(['audit', 'anchor'])).code).toBe(8);
    expect(await keyward.json(['audit', 'anchor', '--accept', '--yes'])).toMatchObject({ kind: 'anchored' });
    await keyward.json(['vault', 'create', 'three']);
    expect(await verify(keyward)).toMatchObject({ code: 0, kind: 'intact' });
    expect(await auditFinding(keyward)).toBe('ok');
  });
});

describe('a running server', () => {
  async function running() {
    const keyward = await withCheckpoint();
    const config = loadConfig({ env: keyward.env, platform: process.platform, homedir: keyward.home });
    const runtime = await openRuntime({ config, logger: silentLogger });
    onTestFinished(() => runtime.close());
    const record = () =>
      runtime.trail.record({ type: 'items.listed', session: actor('server', {}), outcome: { result: 'ok' } });
    await record();
    return { keyward, record };
  }

  it.each([['audit.db'], ['audit.db-wal'], ['keyward.db']])(
    'records nothing more, and so makes no call, when %s is removed',
    async (name) => {
      const { keyward, record } = await running();
      await rm(join(keyward.home, name));
      await expect(record()).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
    },
  );

  it('notices that its folder was moved and replaced, and goes on when it is back', async () => {
    const { keyward, record } = await running();
    const [copy, away] = [await copyOf(keyward), `${keyward.home}-away`];
    await rename(keyward.home, away);
    await cp(copy, keyward.home, { recursive: true });
    await expect(record()).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
    await expect
      .poll(async () => (await keyward.cli(['audit', 'list', '--alerts', '--json'])).stdout)
      .toContain('trail_rolled_back');
    await rm(keyward.home, { recursive: true });
    await rename(away, keyward.home);
    await expect(record()).resolves.toMatchObject({ seq: expect.any(Number) });
  });

  it('notices that the content of audit.db was put back under it', async () => {
    const { keyward, record } = await running();
    const { default: Database } = await import('libsql');
    await record();
    const database = new Database(join(keyward.home, 'audit.db'));
    database.exec('DELETE FROM records WHERE seq > 5');
    database.close();
    await expect(record()).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
  });
});
