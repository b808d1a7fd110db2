import type { Signer } from '../../crypto/index.ts';
import type { AuditKey } from '../checkpoint/audit-key.ts';
import { logKey, openCheckpoint, originOf, signCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { readChain } from '../record.ts';
import { findBase } from '../retention/find-anchor.ts';
import { unlessPruned } from '../retention/require-unpruned.ts';
import type { AuditStore } from '../store.ts';
import { frontierRoot } from '../tree/frontier.ts';
import { growTree } from '../tree/tree-state.ts';
import { readCopies, writeCopies, writeReached, type AnchorMeta } from './anchor-copies.ts';
import { openAnchor, signAnchor } from './trail-anchor.ts';

export interface AnchoringDeps {
  readonly store: AuditStore;
  readonly meta: AnchorMeta;
  readonly key: AuditKey;
}

/**
 * Make the trail there is the trail of this installation, in the owner's name. False for an empty one. Throws `AUDIT_BROKEN`
 * when its records do not fit together.
 */
export async function anchorTrail({ store, meta, key }: AnchoringDeps, owner: Signer): Promise<boolean> {
  const [head, chain] = [await store.head(), await readChain(store)];
  if (head === undefined || chain === undefined) return false;
  const keys = [logKey(chain, key.publicKey)];
  const tree = await unlessPruned(store, keys, async () =>
    growTree(store, await findBase(store, { keys, atMost: head.seq }), head),
  );
  const plain = { origin: originOf(chain), size: head.seq, root: frontierRoot(tree.frontier) };
  const anchor = signAnchor(
    { chain, auditKey: key.publicKey, earlier: await earlierChains(meta, store, chain) },
    owner,
  );
  await writeCopies(meta, store, { anchor, reached: signCheckpoint(plain, key) });
  return true;
}

/** Note beside the vaults how far the trail has come. Does nothing where it is not anchored, or further already. */
export async function noteReached({ store, meta, key }: AnchoringDeps, checkpoint: SignedCheckpoint): Promise<void> {
  const { outside, reached } = await readCopies(meta, store);
  if (outside === undefined || openAnchor(outside, undefined)?.chain === undefined) return;
  const known = openCheckpoint(reached ?? '', [logKey(checkpoint.origin.slice(originOf('').length), key.publicKey)]);
  if (known !== undefined && known.size < checkpoint.size) await writeReached(meta, checkpoint);
}

async function earlierChains(meta: AnchorMeta, store: AuditStore, chain: string): Promise<readonly string[]> {
  const { outside } = await readCopies(meta, store);
  const before = outside === undefined ? undefined : openAnchor(outside, undefined);
  if (before === undefined) return [];
  return [...new Set([...before.earlier, before.chain])].filter((id) => id !== chain);
}
