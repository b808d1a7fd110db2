import { createHash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** A hash in a Merkle tree: SHA-256, 32 bytes. */
export type TreeHash = Uint8Array;

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const EMPTY_ROOT: TreeHash = createHash('sha256').digest();

// The two prefixes keep a leaf from ever being taken for a node, and so a tree for a shorter one.
export function leafHash(record: string | Uint8Array): TreeHash {
  return createHash('sha256').update(LEAF).update(record).digest();
}

export function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

export function sameHash(left: TreeHash, right: TreeHash): boolean {
  return Buffer.compare(left, right) === 0;
}
