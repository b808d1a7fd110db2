import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createAuditTrail } from '../../src/audit/index.ts';
import { silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';

const checkpointAnswer = z.object({ size: z.int(), note: z.string(), key: z.string() });
const witnessAnswer = z.object({ url: z.string(), key: z.string() });
const records = z.array(z.looseObject({ seq: z.number(), type: z.string(), at: z.string() }));

async function withVaults(count: number): Promise<Keyward> {
  const keyward = await startKeyward();
  for (let index = 0; index < count; index += 1) await keyward.json(['vault', 'create', `v${index}`]);
  return keyward;
}

async function keep(keyward: Keyward, name: string, text: string): Promise<string> {
  const path = join(keyward.home, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/** A trail that begins with six records of a hundred days ago. */
async function withOldRecords(): Promise<Keyward> {
  const keyward = await startKeyward();
  const storage = await openStorage({ folder: keyward.home, logger: silentLogger });
  const clock = { ...systemClock, now: () => systemClock.now() - 100 * 86_400_000 };
  const trail = createAuditTrail({ store: storage.audit, clock, random: systemRandom, logger: silentLogger });
  for (let index = 0; index < 6; index += 1)
    await trail.record({
      type: 'items.listed',
      call_id: `old${index}`,
      session: { principal: { kind: 'unknown' } },
      outcome: { result: 'ok' },
    });
  await storage.close();
  return keyward;
}

const keyOf = async (keyward: Keyward): Promise<string> =>
  checkpointAnswer.parse(await keyward.json(['audit', 'checkpoint'])).key;

/** A witness as a process of its own. */
async function startWitness(
  at: Keyward,
  log: string,
): Promise<z.infer<typeof witnessAnswer> & { stop(): Promise<void> }> {
  const args = ['audit', 'witness', '--log', log, '--port', '0', '--name', 'test/witness', '--json'];
  const child = spawn(process.execPath, [builtProgram(), ...args], { env: at.env });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(() => void child.kill());
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text))));
  return {
    ...witnessAnswer.parse(JSON.parse(line)),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

describe('keyward audit prove', () => {
  it('proves one record, or a whole call, to a holder of the key alone', async () => {
    const keyward = await withVaults(3);
    const key = await keyOf(keyward);
    const trail = records.parse(await keyward.json(['audit', 'list']));
    const call = String(trail.find(({ type }) => type === 'vault.created')?.['call_id']);
    for (const [reference, proved] of [
      ['2', 1],
      [call, 2],
    ] as const) {
      const { stdout } = await keyward.cli(['audit', 'prove', reference]);
      const file = await keep(keyward, `proof-${proved}`, stdout);
      const other = await startKeyward();
      const answer = await other.json(['audit', 'verify', '--proof', file, '--key', key]);
      expect(answer).toMatchObject({ kind: 'proved' });
      expect(z.object({ records: z.array(z.number()) }).parse(answer).records).toHaveLength(proved);
      const forged = await keep(keyward, `forged-${proved}`, stdout.replace('owner', 'other'));
      expect((await other.cli(['audit', 'verify', '--proof', forged, '--key', key])).code).toBe(8);
      expect((await other.cli(['audit', 'verify', '--proof', file])).code).toBe(2);
    }
  });

  it('says what is missing when no checkpoint covers the record', async () => {
    const keyward = await withVaults(1);
    expect((await keyward.cli(['audit', 'prove', '1'])).code).toBe(3);
    expect((await keyward.cli(['audit', 'prove', 'nothing'])).code).toBe(3);
  });
});

describe('keyward audit prune', () => {
  it('takes away what is older, and what remains is proven whole, here and as an export', async () => {
    const keyward = await withOldRecords();
    const key = await keyOf(keyward);
    await keyward.json(['vault', 'create', 'young']);
    const pruned = await keyward.json(['audit', 'prune', '--older-than', '90d']);
    expect(pruned).toEqual({ deleted: 6, first: 7, kept_for: null });
    const trail = records.parse(await keyward.json(['audit', 'list']));
    expect(trail.map(({ type }) => type)).toEqual([
      'audit.checkpoint',
      'audit.pruned',
      'vault.created',
      'change.intent',
      'owner.initialised',
      'change.intent',
      'audit.checkpoint',
    ]);
    expect(await keyward.json(['audit', 'verify'])).toMatchObject({ kind: 'intact', first: 7, attested: 12 });
    const file = join(keyward.home, 'trail.jsonl');
    await keyward.json(['audit', 'export', '--output', file]);
    const verify = ['audit', 'verify', '--export', file, '--key', key];
    expect(await keyward.json(verify)).toMatchObject({ kind: 'intact', first: 7 });
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.slice(1).join('\n'));
    expect((await keyward.cli(verify)).code).toBe(8);
    expect(await keyward.json(['audit', 'prune', '--older-than', '1h'])).toEqual({
      deleted: 0,
      first: 7,
      kept_for: null,
    });
  });

  it('takes nothing away that a sink has yet to take', async () => {
    const keyward = await withOldRecords();
    const sinks = [{ name: 'disk', kind: 'file', path: join(keyward.home, 'sent.jsonl') }];
    await writeFile(join(keyward.home, 'config.json'), JSON.stringify({ audit: { sinks } }), { mode: 0o600 });
    const prune = ['audit', 'prune', '--older-than', '90d'];
    expect(await keyward.json(prune)).toEqual({ deleted: 0, first: 1, kept_for: 'disk' });
    await keyward.json(['audit', 'send', '--once']);
    expect(await keyward.json(prune)).toEqual({ deleted: 6, first: 7, kept_for: null });
    await keyward.json(['audit', 'send', '--once']);
    const sent = (await readFile(join(keyward.home, 'sent.jsonl'), 'utf8')).trim().split('\n');
    expect(sent.map((line) => z.object({ seq: z.number() }).parse(JSON.parse(line)).seq)).toEqual(
      sent.map((_line, index) => index + 1),
    );
  });

  it('may be asked for by several processes at once', async () => {
    const keyward = await withOldRecords();
    await keyward.json(['vault', 'create', 'before']);
    const prune = ['audit', 'prune', '--older-than', '90d'];
    const work = [prune, prune, ['vault', 'create', 'meanwhile'], ['audit', 'checkpoint'], ['audit', 'verify']];
    const ended = await Promise.all(work.map((args) => keyward.cli(args)));
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(work.map(() => [0, '']));
    expect(await keyward.json(['audit', 'verify'])).toMatchObject({ kind: 'intact' });
  });

  it.each([[], ['--older-than', '0d'], ['--older-than', 'yesterday']])('is refused with %j', async (...flags) => {
    const keyward = await startKeyward();
    expect((await keyward.cli(['audit', 'prune', ...flags])).code).toBe(2);
  });
});

describe('keyward audit witness', () => {
  it('co-signs a trail on another machine, which verify demands, and no trail that was put back', async () => {
    const [keyward, elsewhere] = [await withVaults(1), await startKeyward()];
    const log = await keyOf(keyward);
    const witness = await startWitness(elsewhere, log);
    const settings = { audit: { checkpoints: { witnesses: [{ url: witness.url, key: witness.key }] } } };
    const verify = ['audit', 'verify', '--witness', witness.key];
    const before = await keyward.cli([...verify, '--json']);
    expect(before.code).toBe(8);
    expect(JSON.parse(before.stdout)).toMatchObject({ fault: 'unwitnessed' });

    await keep(keyward, 'config.json', JSON.stringify(settings));
    const saved = await readFile(join(keyward.home, 'audit.db'));
    for (const name of ['a', 'b']) {
      await keyward.json(['vault', 'create', name]);
      await keyward.json(['audit', 'checkpoint']);
    }
    expect(await keyward.json(verify)).toMatchObject({ attested: 10, witnesses: [{ name: 'test/witness', size: 10 }] });
    const file = join(keyward.home, 'trail.jsonl');
    await keyward.json(['audit', 'export', '--output', file]);
    expect(await keyward.json([...verify, '--export', file, '--key', log])).toMatchObject({ kind: 'intact' });

    await writeFile(join(keyward.home, 'audit.db'), saved);
    expect((await keyward.cli(['vault', 'create', 'c'])).stderr).toContain('AUDIT_UNWRITABLE');
    await keyward.json(['audit', 'anchor', '--accept', '--yes']);
    for (const name of ['c', 'd', 'e', 'f']) await keyward.json(['vault', 'create', name]);
    const { note } = checkpointAnswer.parse(await keyward.json(['audit', 'checkpoint']));
    expect(note).not.toContain('test/witness');
    expect((await keyward.cli(verify)).code).toBe(8);
    expect((await keyward.cli(['audit', 'list', '--alerts', '--json'])).stdout).toContain('witness test/witness');
    expect((await keyward.cli(['doctor'])).stdout).toMatch(/witness test\/witness +fail/);
    await witness.stop();
  });

  it('is not needed for calls: while it is away checkpoints are made without it', async () => {
    const keyward = await withVaults(1);
    const witness = await startWitness(await startKeyward(), await keyOf(keyward));
    await witness.stop();
    const settings = { audit: { checkpoints: { witnesses: [{ url: witness.url, key: witness.key }] } } };
    await keep(keyward, 'config.json', JSON.stringify(settings));
    await keyward.json(['vault', 'create', 'a']);
    expect(await keyward.json(['audit', 'checkpoint'])).toMatchObject({ size: 7 });
  });

  it('answers nothing but add-checkpoint, and nothing about a log it does not know', async () => {
    const keyward = await withVaults(1);
    const { url } = await startWitness(await startKeyward(), await keyOf(keyward));
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    const post = async (body: string) => (await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status;
    expect(await post('nonsense')).toBe(400);
    expect(await post('old 0\n\nkeyward-audit/other\n1\nAAAA\n\n\u2014 x AAAAAAAA\n')).toBe(404);
    expect(await post('x'.repeat(300_000))).toBe(413);
  });
});
