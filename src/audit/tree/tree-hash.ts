import { hash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** A hash in a Merkle tree: SHA-256, 32 bytes. */
export type TreeHash = Uint8Array;

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const EMPTY_ROOT: TreeHash = hash('sha256', '', 'buffer');

// The two prefixes keep a leaf from ever being taken for a node, and so a tree for a shorter one.
export function leafHash(record: string | Uint8Array): TreeHash {
  // In UTF-8 the character U+0000 is the byte 0: one string, hashed at once, is twice as fast as its parts.
  return typeof record === 'string'
    ? hash('sha256', `\0${record}`, 'buffer')
    : hash('sha256', Buffer.concat([LEAF, record]), 'buffer');
}

export function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

export function sameHash(left: TreeHash, right: TreeHash): boolean {
  return Buffer.compare(left, right) === 0;
}
