import { describe, expect, it } from 'vitest';
import { proveRecord, pruneTrail, verifyRecordProof } from '../../../src/audit/index.ts';
import { checkpointedTrail, type CheckpointedTrail } from '../checkpointed-trail.ts';
import { SESSION } from '../trail-fixture.ts';

async function made(): Promise<CheckpointedTrail> {
  const trail = await checkpointedTrail();
  for (const calls of [3, 1, 5, 2]) {
    await trail.calls(calls);
    await trail.checkpoint();
  }
  return trail;
}

describe('the proof of one record', () => {
  it('holds for every record that a checkpoint covers, and shows no other', async () => {
    const { store, verifierKey, notes } = await made();
    const keys = [verifierKey()];
    for (let seq = 1; seq <= (notes.at(-1)?.size ?? 0); seq += 1) {
      const proof = await proveRecord(store, seq, keys);
      expect(proof.record).toBe(store.rows[seq - 1]?.record);
      expect(verifyRecordProof(proof, keys)).toBe(true);
      expect(verifyRecordProof({ ...proof, record: proof.record.replace('desktop', 'forged') }, keys)).toBe(false);
      expect(verifyRecordProof({ ...proof, index: proof.index + 1 }, keys)).toBe(false);
      expect(verifyRecordProof({ ...proof, proof: proof.proof.slice(1) }, keys)).toBe(proof.proof.length === 0);
      expect(verifyRecordProof(proof, [])).toBe(false);
    }
  });

  it('does not exist for a record that no checkpoint covers, or that is not there', async () => {
    const { store, verifierKey, calls } = await made();
    await calls(1);
    for (const seq of [0, store.rows.length, 999]) {
      await expect(proveRecord(store, seq, [verifierKey()])).rejects.toMatchObject({ code: 'AUDIT_NOT_FOUND' });
    }
    await expect(proveRecord(store, 1, [])).rejects.toMatchObject({ code: 'AUDIT_NOT_FOUND' });
  });

  it('can still be made for what remains of a pruned trail', async () => {
    const trail = await made();
    trail.clock.advance(3_600_000);
    await trail.calls(6);
    await pruneTrail({ ...trail, session: SESSION }, 60_000);
    const keys = [trail.verifierKey()];
    for (const { seq } of trail.store.rows.slice(0, -1)) {
      expect(verifyRecordProof(await proveRecord(trail.store, seq, keys), keys)).toBe(true);
    }
  });
});
