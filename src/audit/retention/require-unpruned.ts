import { isKeywardError } from '../../core/index.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';
import type { AuditStore } from '../store.ts';
import type { TreeState } from '../tree/tree-state.ts';
import { findPruneAnchor } from './find-anchor.ts';

const MAX_ATTEMPTS = 3;

/**
 * Do something that reads old records, from where the trail begins. Another process may prune them away meanwhile, and then
 * they only seem to be missing: it is done again. Throws what `work` throws otherwise.
 */
export async function unlessPruned<T>(
  store: AuditStore,
  keys: readonly VerifierKey[],
  work: (pruned: TreeState | undefined) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await findPruneAnchor(store, keys);
    try {
      return await work(before);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isKeywardError(error, 'AUDIT_BROKEN')) throw error;
      const after = await findPruneAnchor(store, keys);
      if (after?.frontier.size === before?.frontier.size) throw error;
    }
  }
}
