import { EMPTY_ROOT, nodeHash, sameHash, type TreeHash } from './tree-hash.ts';

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: TreeHash;
  readonly root: TreeHash;
  readonly proof: readonly TreeHash[];
}

/** Whether this leaf is at this position in the tree with this root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion({ index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isSize(size) || !isSize(index) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let position = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(position) || position === last) {
      hash = nodeHash(sibling, hash);
      [position, last] = climbWhileEven(position, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    position = half(position);
    last = half(last);
  }
  return last === 0 && sameHash(hash, root);
}

export interface ConsistencyClaim {
  /** At least 1. */
  readonly oldSize: number;
  readonly oldRoot: TreeHash;
  readonly size: number;
  readonly root: TreeHash;
  readonly proof: readonly TreeHash[];
}

/** Whether the one tree begins with the other: nothing was changed, only added (RFC 9162 section 2.1.4.2). */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, size, root, proof } = claim;
  if (!isSize(oldSize) || !isSize(size) || oldSize > size || !proof.every(isHash)) return false;
  // Every tree begins with the empty one, so there is nothing to prove and no proof is one.
  if (oldSize === 0) return false;
  if (oldSize === size) return proof.length === 0 && sameHash(oldRoot, root);
  const [start, ...siblings] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  return start !== undefined && proof.length > 0 && climbBoth(claim, start, siblings);
}

// Both roots are computed from the same nodes at once.
function climbBoth(claim: ConsistencyClaim, start: TreeHash, siblings: readonly TreeHash[]): boolean {
  let [position, last] = [claim.oldSize - 1, claim.size - 1];
  while (isOdd(position)) [position, last] = [half(position), half(last)];
  let [oldHash, hash] = [start, start];
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (isOdd(position) || position === last) {
      oldHash = nodeHash(sibling, oldHash);
      hash = nodeHash(sibling, hash);
      [position, last] = climbWhileEven(position, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && sameHash(oldHash, claim.oldRoot) && sameHash(hash, claim.root);
}

// A last node without a sibling moves up unchanged until it becomes a right child.
function climbWhileEven(position: number, last: number): [number, number] {
  let [lower, upper] = [position, last];
  while (!isOdd(lower) && lower !== 0) [lower, upper] = [half(lower), half(upper)];
  return [lower, upper];
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(value: TreeHash): boolean {
  return value.byteLength === EMPTY_ROOT.byteLength;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
