import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_FRONTIER, extendFrontier, frontierRoot, makeFrontier } from '../../../src/audit/tree/frontier.ts';
import { consistencyProof, inclusionProof, rangeHashOf, rangeHashSince } from '../../../src/audit/tree/prove.ts';
import { EMPTY_ROOT, leafHash, type TreeHash } from '../../../src/audit/tree/tree-hash.ts';
import { verifyConsistency, verifyInclusion } from '../../../src/audit/tree/verify-proof.ts';

const MAX = 35;
const leaves = Array.from({ length: MAX }, (_, index) => leafHash(`record ${index}`));
const root = (size: number): TreeHash => definition(leaves.slice(0, size));
const size = fc.integer({ min: 1, max: MAX });

// RFC 6962 section 2.1, as it is written there.
function definition(of: readonly TreeHash[]): TreeHash {
  const [only] = of;
  if (only === undefined) return createHash('sha256').digest();
  if (of.length === 1) return only;
  const k = 2 ** (Math.ceil(Math.log2(of.length)) - 1);
  const hash = createHash('sha256').update(Buffer.of(1));
  return hash
    .update(definition(of.slice(0, k)))
    .update(definition(of.slice(k)))
    .digest();
}

describe('the tree', () => {
  it('has the roots of the RFC, however the leaves were added', () => {
    fc.assert(
      fc.property(size, size, (one, two) => {
        const [first, all] = [Math.min(one, two), Math.max(one, two)];
        const half = extendFrontier(EMPTY_FRONTIER, leaves.slice(0, first));
        const frontier = extendFrontier(half, leaves.slice(first, all));
        expect(Buffer.from(frontierRoot(frontier))).toEqual(Buffer.from(root(all)));
        expect(makeFrontier(all, frontier.peaks)).toEqual(frontier);
      }),
    );
    expect(frontierRoot(EMPTY_FRONTIER)).toEqual(EMPTY_ROOT);
  });

  it('refuses a frontier that does not fit its size', () => {
    expect(makeFrontier(3, [EMPTY_ROOT])).toBeUndefined();
    expect(makeFrontier(1, [new Uint8Array(31)])).toBeUndefined();
    expect(makeFrontier(1.5, [EMPTY_ROOT])).toBeUndefined();
  });
});

describe('an inclusion proof', () => {
  it('holds for every leaf of every size, and for no other leaf, position, size or root', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (all, pick, other) => {
        const index = pick % all;
        const leaf = leaves[index] ?? EMPTY_ROOT;
        const claim = {
          index,
          size: all,
          leaf,
          root: root(all),
          proof: inclusionProof(index, all, rangeHashOf(leaves)),
        };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash('forged') })).toBe(false);
        expect(verifyInclusion({ ...claim, index: all })).toBe(false);
        expect(verifyInclusion({ ...claim, root: leafHash('forged') })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, leaf] })).toBe(false);
        const elsewhere = other % all;
        if (elsewhere !== index) expect(verifyInclusion({ ...claim, index: elsewhere })).toBe(false);
      }),
    );
  });
});

describe('a consistency proof', () => {
  it('holds between every two sizes, made from all leaves or from a frontier and the leaves after it', () => {
    for (let oldSize = 1; oldSize <= MAX; oldSize += 1) {
      const frontier = extendFrontier(EMPTY_FRONTIER, leaves.slice(0, oldSize));
      for (let all = oldSize; all <= MAX; all += 1) {
        const proof = consistencyProof(oldSize, all, rangeHashOf(leaves));
        expect(consistencyProof(oldSize, all, rangeHashSince(frontier, leaves.slice(oldSize)))).toEqual(proof);
        expect(verifyConsistency({ oldSize, oldRoot: root(oldSize), size: all, root: root(all), proof })).toBe(true);
      }
    }
  });

  it('does not hold for a tree in which an old leaf was changed', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (one, two, pick) => {
        fc.pre(one < two);
        const changed = leaves.with(pick % one, leafHash('forged'));
        const proof = consistencyProof(one, two, rangeHashOf(changed));
        const claim = { oldSize: one, oldRoot: root(one), size: two, root: definition(changed.slice(0, two)), proof };
        expect(verifyConsistency(claim)).toBe(false);
      }),
    );
  });
});
