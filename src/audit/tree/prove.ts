import { EMPTY_FRONTIER, extendFrontier, frontierRoot, type Frontier } from './frontier.ts';
import { nodeHash, type TreeHash } from './tree-hash.ts';

/** Root over the leaves from `from` (inclusive) to `to` (exclusive). */
export type RangeHash = (from: number, to: number) => TreeHash;

/** Audit path of one leaf in a tree of `size` leaves (RFC 6962 section 2.1.1, PATH), lowest sibling first. */
export function inclusionProof(index: number, size: number, hashRange: RangeHash): readonly TreeHash[] {
  return path(index, { from: 0, to: size }, hashRange);
}

/** Proof that a tree of `size` leaves begins with one of `oldSize` leaves (RFC 6962 section 2.1.2, PROOF). */
export function consistencyProof(oldSize: number, size: number, hashRange: RangeHash): readonly TreeHash[] {
  if (oldSize === 0 || oldSize === size) return [];
  return subproof(oldSize, { from: 0, to: size }, { hashRange, whole: true });
}

/** Ranges of a list of leaf hashes, all of it in memory. */
export function rangeHashOf(leaves: readonly TreeHash[]): RangeHash {
  return (from, to) => frontierRoot(extendFrontier(EMPTY_FRONTIER, leaves.slice(from, to)));
}

/**
 * Ranges of a tree of which only the frontier at some size and the leaves after it are at hand: enough for a consistency
 * proof from that size, and for inclusion of any leaf after it.
 *
 * Throws `RangeError` for a range that lies inside one of the frontier's subtrees.
 */
export function rangeHashSince(frontier: Frontier, later: readonly TreeHash[]): RangeHash {
  const peaks = peaksByRange(frontier);
  const hashLater = rangeHashOf(later);
  const hashRange: RangeHash = (from, to) => {
    if (from >= frontier.size) return hashLater(from - frontier.size, to - frontier.size);
    const peak = peaks.get(`${from}-${to}`);
    if (peak !== undefined) return peak;
    if (to <= frontier.size) throw new RangeError('this part of the tree is not at hand');
    const middle = from + split(to - from);
    return nodeHash(hashRange(from, middle), hashRange(middle, to));
  };
  return hashRange;
}

function peaksByRange({ peaks, size }: Frontier): ReadonlyMap<string, TreeHash> {
  const ranges = new Map<string, TreeHash>();
  let start = 0;
  for (const [index, width] of peakWidths(size).entries()) {
    const peak = peaks[index];
    if (peak !== undefined) ranges.set(`${start}-${start + width}`, peak);
    start += width;
  }
  return ranges;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function path(index: number, { from, to }: Span, hashRange: RangeHash): TreeHash[] {
  if (to - from <= 1) return [];
  const middle = from + split(to - from);
  if (index < middle) return [...path(index, { from, to: middle }, hashRange), hashRange(middle, to)];
  return [...path(index, { from: middle, to }, hashRange), hashRange(from, middle)];
}

// `oldEnd` is absolute. `whole`: the old tree is the caller's own, whose root the verifier has already.
function subproof(oldEnd: number, { from, to }: Span, how: { hashRange: RangeHash; whole: boolean }): TreeHash[] {
  if (oldEnd === to) return how.whole ? [] : [how.hashRange(from, to)];
  const middle = from + split(to - from);
  if (oldEnd <= middle) return [...subproof(oldEnd, { from, to: middle }, how), how.hashRange(middle, to)];
  return [...subproof(oldEnd, { from: middle, to }, { ...how, whole: false }), how.hashRange(from, middle)];
}

// Largest power of two below the width. Not bit operations: those end at 2^31.
function split(width: number): number {
  let half = 1;
  while (half * 2 < width) half *= 2;
  return half;
}

function peakWidths(size: number): number[] {
  const bits = size.toString(2);
  return Array.from(bits, (bit, index) => (bit === '1' ? 2 ** (bits.length - 1 - index) : 0)).filter(
    (width) => width > 0,
  );
}
