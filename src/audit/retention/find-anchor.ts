import { claimedSize, readCheckpointRecord } from '../checkpoint/checkpoint-record.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';
import { readRecord, type AuditRecord } from '../record.ts';
import type { AuditQuery, AuditStore } from '../store.ts';
import { EMPTY_TREE, type TreeState } from '../tree/tree-state.ts';
import { readPruneRecord } from './prune-record.ts';

const MAX_RECORDS = 10_000;
const PAGE_RECORDS = 50;

export interface BaseWanted {
  readonly keys: readonly VerifierKey[];
  /** Largest size of use. */
  readonly atMost: number;
}

/** The largest tree up to a size that the trail itself holds, signed by one of these keys: from there one can go on. */
export async function findBase(store: AuditStore, { keys, atMost }: BaseWanted): Promise<TreeState> {
  const pruned = (await findPruneAnchor(store, keys)) ?? EMPTY_TREE;
  for await (const records of checkpointPages(store)) {
    const useful = records.filter(
      (record) => claimedSize(record) <= atMost && claimedSize(record) > pruned.frontier.size,
    );
    for (const record of useful.toSorted((a, b) => claimedSize(b) - claimedSize(a))) {
      const found = readCheckpointRecord(record, keys);
      if (found !== undefined) return found.tree;
    }
  }
  return pruned;
}

// Newest first, a few at a time: what is looked for is nearly always among the last ones.
async function* checkpointPages(store: AuditStore): AsyncGenerator<readonly AuditRecord[]> {
  let after: AuditQuery['after'];
  for (let read = 0; read < MAX_RECORDS; read += PAGE_RECORDS) {
    const rows = await store.find({ type: 'audit.checkpoint', limit: PAGE_RECORDS, after });
    yield rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
    after = rows.at(-1);
    if (rows.length < PAGE_RECORDS) return;
  }
}

/** Where a pruned trail begins. Undefined when it was never pruned; without keys nothing is checked but the form. */
export async function findPruneAnchor(
  store: AuditStore,
  keys: readonly VerifierKey[] | undefined,
): Promise<TreeState | undefined> {
  const bases = (await recordsOf(store, 'audit.pruned')).map((record) => readPruneRecord(record, keys));
  return furthest(bases);
}

/** The one that goes furthest. */
export function furthest(bases: readonly (TreeState | undefined)[]): TreeState | undefined {
  let best: TreeState | undefined;
  for (const base of bases) if (base !== undefined && base.frontier.size >= (best?.frontier.size ?? 0)) best = base;
  return best;
}

async function recordsOf(store: AuditStore, type: AuditRecord['type']): Promise<readonly AuditRecord[]> {
  const rows = await store.find({ type, limit: MAX_RECORDS });
  return rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
}
