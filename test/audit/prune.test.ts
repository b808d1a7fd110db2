import { describe, expect, it } from 'vitest';
import { pruneTrail, verifyExport } from '../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../src/audit/checkpoint/audit-key.ts';
import { checkpointedTrail, type CheckpointedTrail } from './checkpointed-trail.ts';
import { fixture, intent, probe, SESSION } from './trail-fixture.ts';

const HOUR_MS = 3_600_000;

/** Twenty old records with a checkpoint among them, ten young ones. */
async function aged(): Promise<CheckpointedTrail> {
  const made = await checkpointedTrail();
  await made.calls(5);
  await made.checkpoint();
  await made.calls(5);
  made.clock.advance(HOUR_MS);
  await made.calls(5);
  return made;
}

const prune = (made: CheckpointedTrail): Promise<number> => pruneTrail({ ...made, session: SESSION }, HOUR_MS / 2);

describe('pruning', () => {
  it('takes away what is older, and what remains still verifies, in the store and as an export', async () => {
    const made = await aged();
    expect(await prune(made)).toBe(21);
    expect(made.store.rows[0]?.seq).toBe(22);
    const keys = [made.verifierKey()];
    expect(await made.trail.verify()).toMatchObject({ kind: 'intact', first: 22 });
    expect(await made.trail.verify(undefined, { keys })).toMatchObject({ kind: 'intact', first: 22, attested: 32 });
    expect(await verifyExport(made.lines, { keys })).toMatchObject({ kind: 'intact', first: 22, attested: 32 });
  });

  it('takes nothing away that a sink has yet to take', async () => {
    const made = await aged();
    expect(await pruneTrail({ ...made, session: SESSION, atMost: 0 }, HOUR_MS / 2)).toBe(0);
    expect(await pruneTrail({ ...made, session: SESSION, atMost: 8 }, HOUR_MS / 2)).toBe(8);
    expect(made.store.rows[0]?.seq).toBe(9);
    expect(await made.trail.verify(undefined, { keys: [made.verifierKey()] })).toMatchObject({
      kind: 'intact',
      first: 9,
    });
  });

  it('records it also when a checkpoint ends where the young ones begin', async () => {
    const made = await checkpointedTrail();
    await made.calls(5);
    made.clock.advance(HOUR_MS);
    await made.checkpoint();
    expect(made.store.rows.map(({ type }) => type).at(-1)).toBe('audit.checkpoint');
    expect(await prune(made)).toBe(10);
    expect(await made.trail.verify(undefined, { keys: [made.verifierKey()] })).toMatchObject({
      kind: 'intact',
      first: 11,
    });
  });

  it('can be done again and again, with checkpoints in between', async () => {
    const made = await aged();
    for (let round = 0; round < 3; round += 1) {
      await prune(made);
      made.clock.advance(HOUR_MS);
      await made.calls(3);
      await made.checkpoint();
    }
    const report = await made.trail.verify(undefined, {
      keys: [made.verifierKey()],
      notes: [made.notes.at(-1)?.note ?? ''],
    });
    expect(report.kind).toBe('intact');
  });

  it('does nothing when nothing is old', async () => {
    const made = await checkpointedTrail();
    await made.calls(3);
    expect(await prune(made)).toBe(0);
    expect(made.store.rows).toHaveLength(6);
  });

  it('keeps a call that is still open, and everything after it', async () => {
    const made = await checkpointedTrail();
    await made.calls(2);
    await made.trail.record(intent('open'));
    await made.calls(2);
    made.clock.advance(HOUR_MS);
    expect(await prune(made)).toBe(4);
    expect(made.store.rows[0]).toMatchObject({ seq: 5, callId: 'open' });
  });

  it('that was cut short by a crash is finished by the next one, and verifies in between', async () => {
    const made = await aged();
    const { store } = made;
    const dies = {
      ...store,
      prune: async (through: number) => store.prune(through, 3).then(() => Promise.reject(new Error('killed'))),
    };
    await expect(pruneTrail({ ...made, store: dies, session: SESSION }, HOUR_MS / 2)).rejects.toThrow('killed');
    expect(store.rows[0]?.seq).toBe(4);
    expect(await made.trail.verify(undefined, { keys: [made.verifierKey()] })).toMatchObject({
      kind: 'intact',
      first: 22,
    });
    expect(await prune(made)).toBe(18);
  });

  it('is not made over records that do not fit together', async () => {
    const made = await aged();
    const third = made.store.rows[14];
    if (third !== undefined) made.store.rows[14] = { ...third, record: third.record.replace('desktop', 'forged') };
    await expect(prune(made)).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
    expect(made.store.rows[0]?.seq).toBe(1);
  });
});

describe('a trail without its beginning', () => {
  it('is broken when nothing signed says that it was pruned', async () => {
    const made = await aged();
    await made.checkpoint();
    made.store.rows.splice(0, 10);
    const keys = [made.verifierKey()];
    expect(await made.trail.verify()).toMatchObject({ kind: 'broken', fault: 'deleted', seq: 1 });
    expect(await verifyExport(made.lines, { keys })).toMatchObject({ kind: 'broken', fault: 'deleted', seq: 1 });
  });

  it('is broken when the record that says so was signed by another key', async () => {
    const made = await aged();
    const keys = [made.verifierKey()];
    const stranger = auditKeyFromSeed(new Uint8Array(32).fill(9));
    const checkpointer = { checkpoint: async () => undefined };
    await pruneTrail({ ...made, checkpointer, key: stranger, session: SESSION }, HOUR_MS / 2);
    expect(await made.trail.verify(undefined, { keys })).toMatchObject({ kind: 'broken', fault: 'deleted', seq: 1 });
  });

  it('goes on being written, and open intents in it are found', async () => {
    const made = await aged();
    await prune(made);
    const crashed = fixture(made.store, made.clock, probe({ pid: 7 })).trail;
    await crashed.record(intent('late'));
    const { trail } = fixture(made.store, made.clock, probe({ pid: 8 }));
    expect(await trail.recoverOpenIntents()).toBe(1);
    expect((await trail.verify()).kind).toBe('intact');
  });
});
