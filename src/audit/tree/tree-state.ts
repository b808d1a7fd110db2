import { KeywardError } from '../../core/index.ts';
import { createChainWalk } from '../verify/chain-walk.ts';
import { pagesOf } from '../pages.ts';
import { NO_PREVIOUS } from '../record-line.ts';
import type { AuditHead, AuditStore } from '../store.ts';
import { EMPTY_FRONTIER, extendFrontier, type Frontier } from './frontier.ts';
import { leafHash, type TreeHash } from './tree-hash.ts';

/** The tree over the first records of a trail, and the hash of the last of them, by which the chain goes on. */
export interface TreeState {
  readonly frontier: Frontier;
  readonly lastHash: string;
}

export const EMPTY_TREE: TreeState = { frontier: EMPTY_FRONTIER, lastHash: NO_PREVIOUS };

/**
 * The tree after the records up to and including `head`. Throws `AUDIT_BROKEN` when those records do not fit
 * together or are not all there: nothing is ever signed over a broken chain.
 */
export async function growTree(store: AuditStore, from: TreeState, head: AuditHead): Promise<TreeState> {
  if (from.frontier.size === head.seq && from.lastHash === head.hash) return from;
  const start = { seq: from.frontier.size + 1, prev: from.lastHash };
  const walk = createChainWalk({ start, expected: head });
  let { frontier } = from;
  for await (const page of pagesOf(store, start.seq, head.seq)) {
    for (const row of page) walk.add(row);
    frontier = extendFrontier(
      frontier,
      page.map(({ record }) => leafHash(record)),
    );
  }
  const report = walk.finish();
  if (report.kind === 'intact') return { frontier, lastHash: head.hash };
  const details = { seq: report.seq, fault: report.fault };
  throw new KeywardError('AUDIT_BROKEN', 'the audit trail does not fit together', { details });
}

/** Leaf hashes of the records from `fromSeq` to `toSeq`, both included. */
export async function readLeaves(store: AuditStore, fromSeq: number, toSeq: number): Promise<readonly TreeHash[]> {
  const leaves: TreeHash[] = [];
  for await (const page of pagesOf(store, fromSeq, toSeq)) leaves.push(...page.map(({ record }) => leafHash(record)));
  return leaves;
}
