import { KeywardError } from '../../core/index.ts';
import { claimedSize, readCheckpointRecord } from '../checkpoint/checkpoint-record.ts';
import { openCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { fromBase64, toBase64 } from '../checkpoint/signed-note.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';
import { readRecord } from '../record.ts';
import { findPruneBase } from '../retention/find-base.ts';
import type { AuditStore } from '../store.ts';
import { inclusionProof, rangeHashSince } from '../tree/prove.ts';
import { leafHash } from '../tree/tree-hash.ts';
import { EMPTY_TREE, readLeaves } from '../tree/tree-state.ts';
import { verifyInclusion } from '../tree/verify-proof.ts';

const MAX_CHECKPOINTS = 10_000;

/** One record with the proof that a signed checkpoint covers it: enough to show this record, and no other, to somebody. */
export type RecordProof = {
  readonly record: string;
  /** Place in the tree, from 0. */
  readonly index: number;
  readonly checkpoint: string;
  /** Sibling hashes, lowest first, base64. */
  readonly proof: readonly string[];
};

/**
 * Prove that a record stands in the trail. Reads the trail up to the first checkpoint that covers it.
 *
 * Throws `AUDIT_NOT_FOUND` when there is no such record, or no checkpoint signed by one of these keys covers it yet.
 */
export async function proveRecord(store: AuditStore, seq: number, keys: readonly VerifierKey[]): Promise<RecordProof> {
  const [row] = await store.read(seq, 1);
  const checkpoint = await findCovering(store, seq, keys);
  const base = (await findPruneBase(store, keys)) ?? EMPTY_TREE;
  if (row?.seq !== seq || checkpoint === undefined || seq <= base.frontier.size) {
    throw new KeywardError('AUDIT_NOT_FOUND', 'no signed checkpoint covers a record of that number');
  }
  const leaves = await readLeaves(store, base.frontier.size + 1, checkpoint.size);
  const proof = inclusionProof(seq - 1, checkpoint.size, rangeHashSince(base.frontier, leaves));
  return { record: row.record, index: seq - 1, checkpoint: checkpoint.note, proof: proof.map(toBase64) };
}

/** Whether the proof holds, by one of these keys. Needs no trail. */
export function verifyRecordProof(
  { record, index, checkpoint: note, proof }: RecordProof,
  keys: readonly VerifierKey[],
): boolean {
  const checkpoint = openCheckpoint(note, keys);
  const hashes = proof.map((text) => fromBase64(text) ?? new Uint8Array());
  if (checkpoint === undefined || readRecord(record)?.seq !== index + 1) return false;
  return verifyInclusion({
    index,
    size: checkpoint.size,
    leaf: leafHash(record),
    root: checkpoint.root,
    proof: hashes,
  });
}

async function findCovering(
  store: AuditStore,
  seq: number,
  keys: readonly VerifierKey[],
): Promise<SignedCheckpoint | undefined> {
  const rows = await store.find({ type: 'audit.checkpoint', limit: MAX_CHECKPOINTS });
  const records = rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
  const covering = records.filter((record) => claimedSize(record) >= seq);
  for (const record of covering.toSorted((a, b) => claimedSize(a) - claimedSize(b))) {
    const found = readCheckpointRecord(record, keys);
    if (found !== undefined) return found.checkpoint;
  }
  return undefined;
}
