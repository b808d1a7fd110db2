import type { JsonObject } from '../../core/index.ts';
import { textAt, valueAt } from '../json-access.ts';
import type { AuditRecord } from '../record.ts';
import { frontierRoot, makeFrontier } from '../tree/frontier.ts';
import { sameHash } from '../tree/tree-hash.ts';
import type { TreeState } from '../tree/tree-state.ts';
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { fromBase64, toBase64 } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A checkpoint as it stands in the trail itself, with what it takes to go on from there. */
export interface RecordedCheckpoint {
  readonly checkpoint: SignedCheckpoint;
  readonly tree: TreeState;
  readonly atMs: number;
}

/**
 * `detail` of an `audit.checkpoint` record: `note` is the signed checkpoint, `last_hash` the hash of the last record it
 * covers, `peaks` the roots of the full subtrees, largest first, which together give the root.
 */
export function checkpointDetail({ checkpoint, tree }: RecordedCheckpoint): JsonObject {
  const { size, note } = checkpoint;
  return { size, note, last_hash: tree.lastHash, peaks: tree.frontier.peaks.map(toBase64) };
}

/** Read such a record. Undefined unless one of these keys signed it and its peaks give the signed root. */
export function readCheckpointRecord(
  record: AuditRecord,
  keys: readonly VerifierKey[],
): RecordedCheckpoint | undefined {
  if (record.type !== 'audit.checkpoint') return undefined;
  const checkpoint = openCheckpoint(textAt(record, 'detail', 'note') ?? '', keys);
  const frontier = checkpoint === undefined ? undefined : makeFrontier(checkpoint.size, readPeaks(record));
  const lastHash = textAt(record, 'detail', 'last_hash');
  if (checkpoint === undefined || frontier === undefined || lastHash === undefined) return undefined;
  const isTrue = claimedSize(record) === checkpoint.size && sameHash(frontierRoot(frontier), checkpoint.root);
  return isTrue ? { checkpoint, tree: { frontier, lastHash }, atMs: Date.parse(record.at) } : undefined;
}

/** The size such a record claims; 0 where it claims none. Says nothing about who signed. */
export function claimedSize(record: AuditRecord): number {
  const size = valueAt(record, 'detail', 'size');
  return typeof size === 'number' ? size : 0;
}

/** The peaks such a record holds, in whatever form: `makeFrontier` judges them. */
export function readPeaks(record: AuditRecord): readonly Uint8Array[] {
  const peaks = valueAt(record, 'detail', 'peaks');
  if (!Array.isArray(peaks)) return [];
  return peaks.map((peak: unknown) =>
    typeof peak === 'string' ? (fromBase64(peak) ?? new Uint8Array()) : new Uint8Array(),
  );
}
