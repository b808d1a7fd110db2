import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../../../src/audit/tree/verify-proof.ts';
import { canonicalJson } from '../../../src/core/index.ts';

const MERKLE = '../shared/vectors/rfc6962-merkle-proofs.json';
const JCS = '../shared/vectors/rfc8785-jcs.json';

interface InclusionCase {
  readonly file: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyCase {
  readonly file: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

describe.skipIf(!existsSync(MERKLE))(`proofs of transparency-dev/merkle (skipped without ${MERKLE})`, () => {
  const vectors: { inclusion: readonly InclusionCase[]; consistency: readonly ConsistencyCase[] } = existsSync(MERKLE)
    ? JSON.parse(readFileSync(MERKLE, 'utf8'))
    : { inclusion: [], consistency: [] };

  it('judges all 98 inclusion proofs as they are meant', () => {
    expect(vectors.inclusion).toHaveLength(98);
    for (const { file, leafIdx, treeSize, root, leafHash, proof, wantErr } of vectors.inclusion) {
      const claim = {
        index: leafIdx,
        size: treeSize,
        leaf: bytes(leafHash),
        root: bytes(root),
        proof: (proof ?? []).map(bytes),
      };
      expect([file, verifyInclusion(claim)]).toEqual([file, !wantErr]);
    }
  });

  it('judges all 98 consistency proofs as they are meant', () => {
    expect(vectors.consistency).toHaveLength(98);
    for (const { file, size1, size2, root1, root2, proof, wantErr } of vectors.consistency) {
      const claim = {
        oldSize: size1,
        size: size2,
        oldRoot: bytes(root1),
        root: bytes(root2),
        proof: (proof ?? []).map(bytes),
      };
      expect([file, verifyConsistency(claim)]).toEqual([file, !wantErr]);
    }
  });
});

describe.skipIf(!existsSync(JCS))(`canonical JSON of RFC 8785 (skipped without ${JCS})`, () => {
  const cases: readonly { name: string; input: string; output: string }[] = existsSync(JCS)
    ? JSON.parse(readFileSync(JCS, 'utf8')).cases
    : [];

  it.each(cases)('is byte for byte that of $name', ({ input, output }) => {
    expect(canonicalJson(JSON.parse(input))).toBe(output);
  });
});
