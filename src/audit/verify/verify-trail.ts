import { rowPagesOf } from '../pages.ts';
import { readChain } from '../record.ts';
import { findPruneAnchor } from '../retention/find-anchor.ts';
import type { AuditStore } from '../store.ts';
import { EMPTY_TREE, type TreeState } from '../tree/tree-state.ts';
import type { ChainReport } from './chain-report.ts';
import { anotherTrail, createTrailVerifier, isKeyOf, keysOrNone, type Evidence } from './trail-verifier.ts';

const MAX_ATTEMPTS = 3;

/**
 * Walk the trail in the store, from its first record to the last one there was when the walk began.
 *
 * Throws `AUDIT_BROKEN` when a checkpoint given is not signed by a key given.
 */
export async function verifyTrail(store: AuditStore, evidence: Evidence): Promise<ChainReport> {
  const chain = await readChain(store);
  if (chain !== undefined && evidence.keys?.every((key) => isKeyOf(chain, key)) === false) return anotherTrail();
  for (let attempt = 1; ; attempt += 1) {
    const base = await baseOf(store, evidence);
    const report = await walk(store, evidence, base);
    if (report.kind === 'intact' || attempt === MAX_ATTEMPTS) return report;
    // Another process may have pruned records away while they were read: then the trail begins later by now.
    if ((await baseOf(store, evidence)).frontier.size === base.frontier.size) return report;
  }
}

async function walk(store: AuditStore, evidence: Evidence, base: TreeState): Promise<ChainReport> {
  const last = await store.head();
  const verifier = createTrailVerifier(evidence, base);
  for await (const page of rowPagesOf(store, base.frontier.size + 1, last?.seq ?? 0))
    for (const row of page) verifier.add({ ...row, columns: row });
  return verifier.finish();
}

async function baseOf(store: AuditStore, evidence: Evidence): Promise<TreeState> {
  return (await findPruneAnchor(store, keysOrNone(evidence))) ?? EMPTY_TREE;
}
