import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/core/index.ts';
import { verifyExport } from '../../../src/audit/index.ts';
import { checkpointedTrail, type CheckpointedTrail } from '../checkpointed-trail.ts';

async function withTail(): Promise<CheckpointedTrail> {
  const made = await checkpointedTrail();
  await made.calls(3);
  await made.checkpoint();
  await made.calls(1);
  return made;
}

describe('a record behind the last checkpoint', () => {
  it.each<[string, (line: string) => string]>([
    ['a blank after it', (line) => `${line} `],
    ['a blank within it', (line) => line.replace('"v":1', '"v": 1')],
    ['a member twice', (line) => line.replace('"v":1', '"v":1,"v":1')],
    ['members in another order', (line) => line.replace(/^\{(.*),("v":1)\}$/, '{$2,$1}')],
    ['an escape', (line) => line.replace('"type"', '"\\u0074ype"')],
    ['another form of a number', (line) => line.replace('"v":1', '"v":1.0')],
    ['a number beyond all', (line) => line.replace('"status":200', '"status":1E400')],
    ['text after its end', (line) => `${line}{}`],
  ])('with %s is broken, in the store and as an export', async (_what, change) => {
    const made = await withTail();
    const last = made.store.rows.length - 1;
    const row = made.store.rows[last];
    const record = change(row?.record ?? '');
    expect(record).not.toBe(row?.record);
    if (row !== undefined) made.store.rows[last] = { ...row, record, hash: sha256Hex(record) };
    const keys = [made.verifierKey()];
    const broken = { kind: 'broken', fault: 'edited', seq: last + 1 };
    expect(await made.trail.verify(undefined, { keys })).toMatchObject(broken);
    expect(await verifyExport(made.lines, { keys })).toMatchObject(broken);
  });
});

describe('a row that is found as something else than its record says', () => {
  it.each([
    ['outcome', { outcome: 'denied' }],
    ['agent', { agentId: undefined }],
    ['item', { itemId: 'other' }],
    ['type', { type: 'call.attempt' }],
    ['time', { at: 0 }],
    ['call', { callId: 'other' }],
    ['host', { host: 'other.test' }],
    ['client', { client: 'other' }],
  ])('by its %s is named by verification', async (_what, change) => {
    const made = await withTail();
    const row = made.store.rows[2];
    if (row !== undefined) made.store.rows[2] = { ...row, ...change };
    expect(await made.trail.verify()).toMatchObject({ kind: 'broken', fault: 'index', seq: 3 });
  });
});
