import { KeywardError } from '../../core/index.ts';
import { claimedSize, readCheckpointRecord } from '../checkpoint/checkpoint-record.ts';
import { openCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { witnessesOf } from '../checkpoint/cosignature.ts';
import { fromBase64, toBase64 } from '../checkpoint/signed-note.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';
import { isJsonObject, textAt, valueAt } from '../json-access.ts';
import { readRecord } from '../record.ts';
import { findBase } from '../retention/find-anchor.ts';
import type { AuditStore } from '../store.ts';
import { inclusionProof, rangeHashSince } from '../tree/prove.ts';
import { leafHash } from '../tree/tree-hash.ts';
import { readLeaves } from '../tree/tree-state.ts';
import { verifyInclusion } from '../tree/verify-proof.ts';

const MAX_CHECKPOINTS = 10_000;

/** One record with the proof that a signed checkpoint covers it: enough to show this record, and no other, to a third party. */
export type RecordProof = {
  readonly record: string;
  /** Position in the tree, from 0. */
  readonly index: number;
  readonly checkpoint: string;
  /** Sibling hashes, lowest first, base64. */
  readonly proof: readonly string[];
};

/**
 * Prove that a record stands in the trail. Reads the trail from the last checkpoint before the record to the first that covers it.
 *
 * Throws `AUDIT_NOT_FOUND` when there is no such record, or no checkpoint signed by one of these keys covers it yet.
 */
export async function proveRecord(store: AuditStore, seq: number, keys: readonly VerifierKey[]): Promise<RecordProof> {
  const [row] = await store.read(seq, 1);
  const checkpoint = await findCovering(store, seq, keys);
  const base = await findBase(store, { keys, atMost: seq - 1 });
  if (row?.seq !== seq || checkpoint === undefined || seq <= base.frontier.size) {
    throw new KeywardError('AUDIT_NOT_FOUND', 'no signed checkpoint covers a record of that number', {
      hint: 'make one with `keyward audit checkpoint`, and prove it then',
    });
  }
  const leaves = await readLeaves(store, base.frontier.size + 1, checkpoint.size);
  const proof = inclusionProof(seq - 1, checkpoint.size, rangeHashSince(base.frontier, leaves));
  return { record: row.record, index: seq - 1, checkpoint: checkpoint.note, proof: proof.map(toBase64) };
}

/** A proof as it was written to a file. Undefined for anything that is not of that form. */
export function readRecordProof(value: unknown): RecordProof | undefined {
  if (!isJsonObject(value)) return undefined;
  const [record, checkpoint] = [textAt(value, 'record'), textAt(value, 'checkpoint')];
  const [index, proof] = [valueAt(value, 'index'), valueAt(value, 'proof')];
  if (record === undefined || checkpoint === undefined || typeof index !== 'number' || !Array.isArray(proof))
    return undefined;
  return { record, checkpoint, index, proof: proof.map((hash: unknown) => (typeof hash === 'string' ? hash : '')) };
}

/** Whether the proof holds, by one of these log keys and every one of these witnesses. Needs no trail. */
export function verifyRecordProof(
  { record, index, checkpoint: note, proof }: RecordProof,
  keys: readonly VerifierKey[],
): boolean {
  const checkpoint = openCheckpoint(note, keys);
  const hashes = proof.map((text) => fromBase64(text) ?? new Uint8Array());
  const witnesses = keys.filter(({ kind }) => kind === 'witness');
  if (checkpoint === undefined || readRecord(record)?.seq !== index + 1) return false;
  if (witnesses.length > 0 && witnessesOf(note, witnesses).length < witnesses.length) return false;
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
