import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditRow, ChainReport } from '../../../src/audit/index.ts';
import { createChainWalk } from '../../../src/audit/verify/chain-walk.ts';
import { canonicalJson, sha256Hex } from '../../../src/core/index.ts';
import { createMemoryStore } from '../memory-store.ts';
import { fixture, intent, outcome } from '../trail-fixture.ts';

const COUNT = 12;
const rows = await makeRows();
const lines = rows.map(({ record }) => record);
const head = { seq: COUNT, hash: rows.at(-1)?.hash ?? '' };

async function makeRows(): Promise<readonly AuditRow[]> {
  const { trail, store } = fixture();
  for (let index = 0; index < COUNT; index += 2) {
    await trail.record(intent(`call${index}`));
    await trail.record(outcome(`call${index}`));
  }
  return store.rows;
}

function walk(records: readonly string[], expected?: typeof head): ChainReport {
  const chain = createChainWalk({ expected });
  for (const record of records) chain.add({ record });
  return chain.finish();
}

function rewritten(record: string, change: object): string {
  return canonicalJson({ ...JSON.parse(record), ...change });
}

const position = fc.nat({ max: COUNT - 1 });
const inner = fc.integer({ min: 1, max: COUNT - 2 });

describe('an export', () => {
  it('that is whole is intact, with and without the head that was stored outside', () => {
    expect(walk(lines)).toMatchObject({ kind: 'intact', records: COUNT, first: 1, head, clockSteps: [] });
    expect(walk(lines, head)).toMatchObject({ kind: 'intact' });
  });

  it('in which one record was edited names that record', () => {
    const change = fc.oneof(
      fc.string({ minLength: 1 }).map((text) => ({ call_id: `x${text}` })),
      fc.string({ minLength: 1 }).map((text) => ({ at: `2026-11-23T12:00:00.00${text.length % 10}1Z` })),
      fc.integer({ min: 200, max: 10_000 }).map((seq) => ({ seq })),
      fc.constant({ chain: 'other' }),
      fc.constant({ v: 2 }),
      fc.constant({ type: 'no.such' }),
    );
    fc.assert(
      fc.property(position, change, (at, how) => {
        const tampered = lines.with(at, rewritten(lines[at] ?? '', how));
        expect(walk(tampered, head)).toMatchObject({ kind: 'broken', fault: 'edited', seq: at + 1 });
      }),
    );
  });

  it('in which one record names another predecessor names that record', () => {
    fc.assert(
      fc.property(position, (at) => {
        const tampered = lines.with(at, rewritten(lines[at] ?? '', { prev: 'f'.repeat(64) }));
        expect(walk(tampered, head)).toMatchObject({ kind: 'broken', fault: 'edited', seq: at + 1 });
      }),
    );
  });

  it('of which one bit was flipped is broken', () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.nat({ max: 6 }), (at, where, bit) => {
        const bytes = Buffer.from(lines[at] ?? '');
        bytes[where % bytes.length] = (bytes[where % bytes.length] ?? 0) ^ (1 << bit);
        expect(walk(lines.with(at, bytes.toString('latin1')), head).kind).toBe('broken');
      }),
    );
  });

  it('from which records were deleted names the first missing one', () => {
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 4 }), (at, count) => {
        fc.pre(at + count < COUNT);
        const tampered = lines.toSpliced(at, count);
        expect(walk(tampered, head)).toMatchObject({ kind: 'broken', fault: 'deleted', seq: at + 1, good: at });
      }),
    );
  });

  it('into which a copy of another record was put names what it claims to be', () => {
    fc.assert(
      fc.property(position, position, (from, to) => {
        const tampered = lines.toSpliced(to, 0, lines[from] ?? '');
        expect(walk(tampered, head)).toMatchObject({ kind: 'broken', fault: 'inserted', seq: from + 1 });
      }),
    );
  });

  it('into which a forged record was put, linked to the one before it, names its number', () => {
    fc.assert(
      fc.property(position, (at) => {
        const forged = rewritten(lines[at] ?? '', { call_id: 'forged' });
        const report = walk(lines.toSpliced(at, 0, forged), head);
        expect(report).toMatchObject({ kind: 'broken', fault: 'inserted', seq: at + 1 });
      }),
    );
  });

  it('in which two records changed positions names the first of them', () => {
    fc.assert(
      fc.property(position, position, (one, two) => {
        fc.pre(one < two);
        const tampered = lines.with(one, lines[two] ?? '').with(two, lines[one] ?? '');
        expect(walk(tampered, head)).toMatchObject({ kind: 'broken', fault: 'swapped', seq: one + 1 });
      }),
    );
  });

  it('whose end is missing is truncated, and only the head stored outside shows it', () => {
    fc.assert(
      fc.property(inner, (kept) => {
        expect(walk(lines.slice(0, kept))).toMatchObject({ kind: 'intact' });
        expect(walk(lines.slice(0, kept), head)).toMatchObject({ kind: 'broken', fault: 'truncated', seq: kept + 1 });
      }),
    );
    expect(walk([], head)).toMatchObject({ kind: 'broken', fault: 'truncated', seq: 1 });
  });

  it('of a trail that was put back and written on is rolled back, and only the head stored outside shows it', async () => {
    const { trail, store } = fixture(createMemoryStore(rows.slice(0, 6)));
    for (let index = 0; index < 10; index += 1) await trail.record(intent(`other${index}`));
    const records = store.rows.map(({ record }) => record);
    expect(walk(records)).toMatchObject({ kind: 'intact', records: 16 });
    expect(walk(records, head)).toMatchObject({ kind: 'broken', fault: 'rolled_back', seq: COUNT });
  });

  it('of a younger part of the chain is judged from the record it begins with', () => {
    const part = createChainWalk({ start: { seq: 5, prev: rows[3]?.hash ?? '' }, expected: head });
    for (const record of lines.slice(4)) part.add({ record });
    expect(part.finish()).toMatchObject({ kind: 'intact', first: 5, records: COUNT - 4 });
  });

  it('shows where a clock went back, and is not broken by it', async () => {
    const { trail, clock } = fixture();
    await trail.record(intent('a'));
    clock.advance(-60_000);
    await trail.record(outcome('a'));
    expect(await trail.verify()).toMatchObject({ kind: 'intact', clockSteps: [2] });
  });
});

describe('a table', () => {
  const verifyRows = async (tampered: AuditRow[]): Promise<ChainReport> =>
    fixture(createMemoryStore(tampered)).trail.verify();

  it('in which a record was edited is broken there, the last record too, without any head', async () => {
    for (const [at, row] of rows.entries()) {
      const tampered = rows.with(at, { ...row, record: rewritten(row.record, { call_id: 'forged' }) });
      expect(await verifyRows(tampered)).toMatchObject({ kind: 'broken', fault: 'edited', seq: at + 1 });
    }
  });

  it('in which a record was edited and its hash made to fit is broken there', async () => {
    for (const [at, row] of rows.slice(0, -1).entries()) {
      const record = rewritten(row.record, { call_id: 'forged' });
      const tampered = rows.with(at, { ...row, record, hash: sha256Hex(record) });
      expect(await verifyRows(tampered)).toMatchObject({ kind: 'broken', fault: 'edited', seq: at + 1 });
    }
  });

  it('in which the contents of two rows were exchanged is swapped', async () => {
    const [second, fifth] = [rows[1], rows[4]];
    if (second === undefined || fifth === undefined) throw new Error('rows are missing');
    const tampered = rows.with(1, { ...fifth, seq: 2 }).with(4, { ...second, seq: 5 });
    expect(await verifyRows(tampered)).toMatchObject({ kind: 'broken', fault: 'swapped', seq: 2 });
  });

  it('from which a row was deleted is broken there', async () => {
    expect(await verifyRows(rows.toSpliced(3, 1))).toMatchObject({ kind: 'broken', fault: 'deleted', seq: 4 });
    expect(await verifyRows(rows.toSpliced(0, 1))).toMatchObject({ kind: 'broken', fault: 'deleted', seq: 1 });
  });
});
