import { KeywardError } from '../../core/index.ts';
import { sameHash } from '../tree/tree-hash.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { TrailHistory } from './target.ts';

/** What was kept of an earlier checkpoint. */
export type StoredCheckpoint = Pick<Checkpoint, 'size' | 'root'>;

/**
 * How a checkpoint stands to one that was kept: is it the newer of the two, or has a newer one already come.
 *
 * Sizes alone tell nothing: another process may have been faster, and a trail that was put back may have grown past
 * the one that was kept. So the trail must still hold what was kept. Throws `AUDIT_BROKEN` when it does not.
 */
export async function compareWithStored(
  next: StoredCheckpoint,
  kept: StoredCheckpoint | undefined,
  history: TrailHistory,
): Promise<'newer' | 'older'> {
  if (kept === undefined) return 'newer';
  const root = kept.size === next.size ? next.root : await history.rootAt(kept.size);
  const holds = root === 'pruned' || (root !== 'missing' && sameHash(root, kept.root));
  if (!holds) throw new KeywardError('AUDIT_BROKEN', 'a checkpoint that was published before does not fit the trail');
  return kept.size <= next.size ? 'newer' : 'older';
}
