import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainReport, type Evidence, logKey, verifyExport } from '../../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../../src/audit/checkpoint/audit-key.ts';
import { signCheckpoint } from '../../../src/audit/checkpoint/checkpoint.ts';
import { canonicalJson, sha256Hex } from '../../../src/core/index.ts';
import { checkpointedTrail } from '../checkpointed-trail.ts';
import { createMemoryStore } from '../memory-store.ts';
import { fixture, intent } from '../trail-fixture.ts';
import { byDepth } from '../../support/depth.ts';

// Records 1 to 4, a checkpoint in 5, records 6 to 11, a checkpoint in 12.
const made = await checkpointedTrail();
await made.calls(2);
await made.checkpoint();
await made.calls(3);
await made.checkpoint();
const lines = made.lines();
const keys = [made.verifierKey()];
const notes = made.notes.map(({ note }) => note);

const verify = async (of: readonly string[], evidence: Evidence = { keys, notes }): Promise<ChainReport> =>
  verifyExport(() => of, evidence);

/** Write everything from a record on anew, so that the chain fits together again. */
function rechain(of: readonly string[], from: number): string[] {
  const out = of.slice(0, from);
  for (const line of of.slice(from)) {
    const prev = out.length === 0 ? '0'.repeat(64) : sha256Hex(out.at(-1) ?? '');
    out.push(canonicalJson({ ...JSON.parse(line), seq: out.length + 1, prev }));
  }
  return out;
}

const forge = (line: string | undefined): string => canonicalJson({ ...JSON.parse(line ?? ''), call_id: 'forged' });
const position = fc.nat({ max: lines.length - 1 });

describe('an export with checkpoints', () => {
  it('that is whole says up to where it is attested, by checkpoints from outside or its own', async () => {
    expect(await verify(lines)).toMatchObject({ kind: 'intact', records: 12, attested: 11 });
    expect(await verify(lines, { keys })).toMatchObject({ kind: 'intact', attested: 11 });
    expect(await verify(lines, {})).toMatchObject({ kind: 'intact', attested: 0 });
    expect(await verify(lines.slice(0, 8), { keys })).toMatchObject({ kind: 'intact', attested: 4 });
  });

  it('in which a record was changed and everything after it written anew is rolled back from the last checkpoint that holds', async () => {
    await fc.assert(
      fc.asyncProperty(position, async (at) => {
        const tampered = rechain(lines.with(at, forge(lines[at])), at);
        const report = await verify(tampered);
        if (at === 11) expect(report).toMatchObject({ kind: 'intact', attested: 11 });
        else expect(report).toMatchObject({ kind: 'broken', fault: 'rolled_back', seq: at < 4 ? 1 : 5 });
      }),
    );
  });

  it('from which a record was taken and everything after it written anew is found', async () => {
    await fc.assert(
      fc.asyncProperty(position, async (at) => {
        const report = await verify(rechain(lines.toSpliced(at, 1), at));
        if (at === 11) expect(report).toMatchObject({ kind: 'intact', attested: 11 });
        else expect(report).toMatchObject({ kind: 'broken' });
      }),
    );
  });

  it('to which nothing is lost but the end is truncated', async () => {
    expect(await verify(lines.slice(0, 10))).toMatchObject({ kind: 'broken', fault: 'truncated', seq: 11 });
    expect(await verify(lines.slice(0, 2))).toMatchObject({ kind: 'broken', fault: 'truncated', seq: 3 });
    expect(await verify([])).toMatchObject({ kind: 'broken', fault: 'truncated', seq: 1 });
  });

  it('of a trail that was put back and went on is rolled back', async () => {
    const { trail, store } = fixture(createMemoryStore(made.store.rows.slice(0, 6)));
    for (let index = 0; index < 20; index += 1) await trail.record(intent(`other${index}`));
    const report = await verify(store.rows.map(({ record }) => record));
    expect(report).toMatchObject({ kind: 'broken', fault: 'rolled_back', seq: 5, good: 4 });
  });

  it('of another trail is not taken for this one', async () => {
    const other = await checkpointedTrail();
    await other.calls(6);
    expect(await verify(other.lines())).toMatchObject({ kind: 'broken', fault: 'rolled_back', seq: 1 });
  });

  it('whose own checkpoint was signed by another key is broken there', async () => {
    const stranger = auditKeyFromSeed(new Uint8Array(32).fill(9));
    const other = [logKey(made.verifierKey().name.split('/')[1] ?? '', stranger.publicKey)];
    expect(await verify(lines, { keys: other })).toMatchObject({ kind: 'broken', fault: 'edited', seq: 5 });
  });

  it('is not held against a checkpoint without a known signer', async () => {
    const [first] = made.notes;
    if (first === undefined) throw new Error('no checkpoint');
    const forged = signCheckpoint(first, auditKeyFromSeed(new Uint8Array(32).fill(9))).note;
    await expect(verify(lines, { keys, notes: [forged] })).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
    await expect(verify(lines, { notes })).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
  });

  it('is broken after any number of any changes that leave it another one than it was, but for records after the last checkpoint', async () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('edit' as const), at: position, text: fc.string({ minLength: 1 }) }),
      fc.record({ kind: fc.constant('delete' as const), at: position }),
      fc.record({ kind: fc.constant('insert' as const), at: position, from: position }),
      fc.record({ kind: fc.constant('swap' as const), at: position, from: position }),
      fc.record({ kind: fc.constant('cut' as const), at: position }),
      fc.record({ kind: fc.constant('rechain' as const), at: position }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        let tampered = lines;
        for (const { at, ...how } of changes) {
          const line = tampered[at];
          if (line === undefined) continue;
          if (how.kind === 'edit') tampered = tampered.with(at, line.replace('call', how.text));
          if (how.kind === 'delete') tampered = tampered.toSpliced(at, 1);
          if (how.kind === 'insert') tampered = tampered.toSpliced(at, 0, tampered[how.from] ?? '{}');
          if (how.kind === 'swap')
            tampered = tampered.with(at, tampered[how.from] ?? '{}').with(how.from % tampered.length, line);
          if (how.kind === 'cut') tampered = tampered.slice(0, at);
          if (how.kind === 'rechain' && tampered.every((text) => text.startsWith('{"'))) {
            try {
              tampered = rechain(tampered, at);
            } catch {
              continue;
            }
          }
        }
        const attested = JSON.stringify(tampered.slice(0, 11)) === JSON.stringify(lines.slice(0, 11));
        const report = await verify(tampered);
        if (!attested) expect(report.kind).toBe('broken');
        if (report.kind === 'intact') expect(report.attested).toBe(11);
      }),
      { numRuns: byDepth({ few: 100, everything: 500 }) },
    );
  });
});
