import { findBase } from '../retention/find-anchor.ts';
import type { AuditStore } from '../store.ts';
import { frontierRoot } from '../tree/frontier.ts';
import { growTree } from '../tree/tree-state.ts';
import type { TrailHistory } from './target.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The past of the trail in this store. Reads from the last checkpoint of its own before the size that is asked for. */
export function trailHistory(store: AuditStore, keys: readonly VerifierKey[]): TrailHistory {
  return {
    async rootAt(size) {
      const [row] = size === 0 ? [] : await store.read(size, 1);
      const base = await findBase(store, { keys, atMost: size });
      if (base.frontier.size === size) return frontierRoot(base.frontier);
      if (base.frontier.size > size) return 'pruned';
      if (row?.seq !== size) return 'missing';
      return frontierRoot((await growTree(store, base, row)).frontier);
    },
  };
}
