import { KeywardError, type Clock, type RecordedSession } from '../../core/index.ts';
import type { AuditKey } from '../checkpoint/audit-key.ts';
import { logKey, originOf } from '../checkpoint/checkpoint.ts';
import type { Checkpointer } from '../checkpoint/checkpointer.ts';
import type { AuditTrail } from '../create-audit-trail.ts';
import { readChain } from '../record.ts';
import type { AuditHead, AuditStore } from '../store.ts';
import { growTree } from '../tree/tree-state.ts';
import { findBase } from './find-anchor.ts';
import { pruneDetail } from './prune-record.ts';
import { unlessPruned } from './require-unpruned.ts';

const ROWS_PER_TRANSACTION = 500;

export interface PruneDeps {
  readonly store: AuditStore;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly key: AuditKey;
  readonly checkpointer: Pick<Checkpointer, 'checkpoint'>;
  readonly clock: Clock;
  readonly session: RecordedSession;
  /** Nothing after this record is taken away: the last one that sharedBroker who is sent the trail has. */
  readonly atMost?: number | undefined;
}

/**
 * Take away records older than `maxAgeMs`; answers how many. What remains still verifies: a signed record says
 * up to where it was pruned and what the tree over the pruned part was, and a checkpoint covers that record
 * before anything is deleted.
 *
 * Intents without outcome stay, and everything after them. A crash half-way leaves rows that the next call takes
 * away; verification passes over them. Throws `AUDIT_BROKEN` when the part to be pruned does not fit together.
 */
export async function pruneTrail(deps: PruneDeps, maxAgeMs: number): Promise<number> {
  const last = await findLastToPrune(deps, deps.clock.now() - maxAgeMs);
  if (last === undefined) return 0;
  const chain = await readChain(deps.store);
  if (chain === undefined) throw new KeywardError('AUDIT_BROKEN', 'the first record of the audit trail cannot be read');
  const keys = [logKey(chain, deps.key.publicKey)];
  const tree = await unlessPruned(deps.store, keys, async (pruned) => {
    // A call before was cut short after it had recorded what it was about to delete.
    if (pruned !== undefined && pruned.frontier.size >= last.seq) return undefined;
    return growTree(deps.store, await findBase(deps.store, { keys, atMost: last.seq }), last);
  });
  if (tree !== undefined) {
    const detail = pruneDetail(originOf(chain), tree, deps.key);
    await deps.trail.record({ type: 'audit.pruned', session: deps.session, detail });
  }
  return finish(deps, last.seq);
}

// The checkpoint comes first also when another process wrote the record: it may not have come so far.
async function finish({ store, checkpointer }: PruneDeps, seq: number): Promise<number> {
  await checkpointer.checkpoint();
  return deleteThrough(store, seq);
}

async function findLastToPrune(
  { store, atMost = Number.MAX_SAFE_INTEGER }: PruneDeps,
  before: number,
): Promise<AuditHead | undefined> {
  const [newestOld] = await store.find({ until: before, limit: 1 });
  const [oldestOpen] = await store.findOpenIntents(Number.MAX_SAFE_INTEGER);
  if (newestOld === undefined) return undefined;
  const last = Math.min(newestOld.seq, atMost, (oldestOpen?.seq ?? Number.MAX_SAFE_INTEGER) - 1);
  if (last === newestOld.seq) return newestOld;
  const [row] = await store.read(last, 1);
  return row?.seq === last ? row : undefined;
}

async function deleteThrough(store: AuditStore, seq: number): Promise<number> {
  let deleted = 0;
  for (;;) {
    const count = await store.prune(seq, ROWS_PER_TRANSACTION);
    deleted += count;
    if (count < ROWS_PER_TRANSACTION) return deleted;
  }
}
