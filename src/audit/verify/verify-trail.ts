import { findPruneBase } from '../retention/find-base.ts';
import { pagesOf } from '../pages.ts';
import type { AuditStore } from '../store.ts';
import { EMPTY_TREE } from '../tree/tree-state.ts';
import type { ChainReport } from './chain-report.ts';
import { createTrailVerifier, keysOrNone, type Evidence } from './trail-verifier.ts';

/**
 * Walk the trail in the store, from its first record to the last one there was when the walk began.
 *
 * Throws `AUDIT_BROKEN` when a checkpoint given is not signed by a key given.
 */
export async function verifyTrail(store: AuditStore, evidence: Evidence): Promise<ChainReport> {
  const last = await store.head();
  const base = (await findPruneBase(store, keysOrNone(evidence))) ?? EMPTY_TREE;
  const verifier = createTrailVerifier(evidence, base);
  for await (const page of pagesOf(store, base.frontier.size + 1, last?.seq ?? 0))
    for (const row of page) verifier.add(row);
  return verifier.finish();
}
