import { KeywardError } from '../../core/index.ts';
import { sameHash } from '../tree/tree-hash.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { TrailHistory } from './target.ts';

/** What was stored of an earlier checkpoint. */
export type StoredCheckpoint = Pick<Checkpoint, 'size' | 'root'>;

/**
 * How a checkpoint stands to one that was stored: is it the newer of the two, or has a newer one already come.
 *
 * Sizes alone tell nothing: another process may have been faster, and a trail that was put back may have grown past
 * the one that was stored. So the trail must still hold what was stored. Throws `AUDIT_BROKEN` when it does not.
 */
export async function compareWithStored(
  next: StoredCheckpoint,
  stored: StoredCheckpoint | undefined,
  history: TrailHistory,
): Promise<'newer' | 'older'> {
  if (stored === undefined) return 'newer';
  const root = stored.size === next.size ? next.root : await history.rootAt(stored.size);
  const holds = root === 'pruned' || (root !== 'missing' && sameHash(root, stored.root));
  if (!holds) throw new KeywardError('AUDIT_BROKEN', 'a checkpoint that was published before does not fit the trail');
  return stored.size <= next.size ? 'newer' : 'older';
}
