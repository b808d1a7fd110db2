import { EMPTY_FRONTIER, extendFrontier, frontierRoot, type Frontier } from './frontier.ts';
import type { TreeHash } from './tree-hash.ts';

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
 * Ranges of a tree of which only the frontier at some size and the leaves after it are at hand: enough
 * for a consistency proof from that size, whose nodes are peaks of the frontier or lie after it.
 *
 * Throws `RangeError` for any other range.
 */
export function rangeHashSince(frontier: Frontier, later: readonly TreeHash[]): RangeHash {
  const peaks = new Map<string, TreeHash>();
  let start = 0;
  for (const [index, width] of peakWidths(frontier.size).entries()) {
    const peak = frontier.peaks[index];
    if (peak !== undefined) peaks.set(`${start}-${start + width}`, peak);
    start += width;
  }
  const hashLater = rangeHashOf(later);
  return (from, to) => {
    if (from >= frontier.size) return hashLater(from - frontier.size, to - frontier.size);
    const peak = peaks.get(`${from}-${to}`);
    if (peak === undefined) throw new RangeError('this part of the tree is not at hand');
    return peak;
  };
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
