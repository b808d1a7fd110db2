import { EMPTY_ROOT, nodeHash, type TreeHash } from './tree-hash.ts';

/**
 * What must be stored of a growing tree to go on: its size and the roots of the full subtrees its leaves
 * fall into, largest first. At most one per bit of the size.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly TreeHash[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** The frontier after more leaves. */
export function extendFrontier(frontier: Frontier, leaves: Iterable<TreeHash>): Frontier {
  const peaks = [...frontier.peaks];
  let { size } = frontier;
  for (const leaf of leaves) {
    let hash = leaf;
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(peaks.pop() ?? EMPTY_ROOT, hash);
    peaks.push(hash);
    size += 1;
  }
  return { size, peaks };
}

/** Root of the tree (RFC 6962 section 2.1, MTH). */
export function frontierRoot({ peaks }: Frontier): TreeHash {
  return (
    peaks.reduceRight<TreeHash | undefined>(
      (right, left) => (right === undefined ? left : nodeHash(left, right)),
      undefined,
    ) ?? EMPTY_ROOT
  );
}

/** A frontier read from somewhere. Undefined when the number of peaks does not fit the size. */
export function makeFrontier(size: number, peaks: readonly TreeHash[]): Frontier | undefined {
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  const fits = peaks.length === countBits(size) && peaks.every((peak) => peak.byteLength === EMPTY_ROOT.byteLength);
  return fits ? { size, peaks } : undefined;
}

function countBits(size: number): number {
  return size.toString(2).replaceAll('0', '').length;
}
