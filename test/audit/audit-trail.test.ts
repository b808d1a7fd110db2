import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/core/index.ts';
import { fixture, intent, outcome, SESSION } from './trail-fixture.ts';

describe('a record', () => {
  it('is canonical JSON, numbered, dated, and carries the hash of the record before it', async () => {
    const { trail, store } = fixture();
    const first = await trail.record(intent('call1'));
    const second = await trail.record(outcome('call1'));
    const [one, two] = store.rows.map((row): Record<string, Json> => JSON.parse(row.record));
    expect(one).toMatchObject({
      v: 1,
      seq: 1,
      at: '2026-11-23T12:00:00.000Z',
      prev: '0'.repeat(64),
      type: 'call.intent',
    });
    expect(two).toMatchObject({ seq: 2, prev: first.hash, chain: one?.['chain'], call_id: 'call1' });
    for (const row of store.rows) {
      expect(row.record).toBe(canonicalJson(JSON.parse(row.record)));
      expect(row.hash).toBe(createHash('sha256').update(row.record, 'utf8').digest('hex'));
    }
    expect(second).toEqual({ seq: 2, hash: store.rows[1]?.hash });
  });

  it('has a call and a grant, whatever it is about, so that no reader has to guess', async () => {
    const { trail, store } = fixture();
    await trail.record(intent('call1', { grant_id: 'g1' }));
    await trail.record({ type: 'audit.checkpoint', session: { principal: { kind: 'server' }, transport: 'http' } });
    await trail.record({ type: 'vault.created', call_id: 'call2', session: { principal: { kind: 'owner' } } });
    expect(store.rows.map((row) => JSON.parse(row.record))).toMatchObject([
      { call_id: 'call1', grant_id: 'g1' },
      { call_id: expect.stringMatching(/^[a-z2-7]{26}$/), grant_id: 'none' },
      { call_id: 'call2', grant_id: 'owner' },
    ]);
  });

  it('has its call, agent and item beside it for look-up', async () => {
    const { trail, store } = fixture();
    await trail.record(intent('call1', { agent: { id: 'a1', name: 'desktop' } }));
    expect(store.rows[0]).toMatchObject({ callId: 'call1', agentId: 'a1', itemId: 'i1', type: 'call.intent' });
  });

  it('is refused when its type is not in the closed list, and disturbs no other', async () => {
    const { trail, store } = fixture();
    const odd = { ...intent('call1'), type: JSON.parse('"call.whatever"') };
    const results = await Promise.allSettled([trail.record(odd), trail.record(intent('call2'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { code: 'AUDIT_UNWRITABLE' } });
    expect(store.rows).toHaveLength(1);
  });

  it('is written with a mark where a client sent 100 kB of name or path', async () => {
    const { trail, store } = fixture();
    const long = 'x'.repeat(100_000);
    const request = {
      method: 'GET',
      origin: 'https://api.test',
      path: `/${long}`,
      digest: 'd',
      query_names: Array(5_000).fill(long),
    };
    await trail.record(
      intent(long, { session: { ...SESSION, client: { name: long, version: long, claimed: true } }, request }),
    );
    expect(store.rows[0]?.record.length).toBeLessThan(20_000);
    expect(store.rows[0]?.record).toContain('…[cut: ');
    expect(await trail.verify()).toMatchObject({ kind: 'intact', records: 1 });
  });

  it('is written whatever foreign text it holds: lone surrogates, line breaks, NaN, deep nesting, __proto__', async () => {
    const { trail, store } = fixture();
    let deep: Json = 'end';
    for (let level = 0; level < 5_000; level += 1) deep = { deep };
    const detail = { lone: '\ud800x', lines: 'a\nb\r\u2028c\u0000', nan: Number.NaN, deep, ['__proto__']: 'x' };
    await trail.record(intent('call1', { detail }));
    const record = store.rows[0]?.record ?? '';
    expect(record).not.toMatch(/[\n\r\u0000]/);
    expect(JSON.parse(record)).toMatchObject({ detail: { lone: '\ufffdx', nan: 'NaN' } });
    expect(await trail.verify()).toMatchObject({ kind: 'intact' });
  });

  it('cannot pretend to another position in the chain', async () => {
    const { trail, store } = fixture();
    const forged = { ...intent('call1'), seq: 99, prev: 'f'.repeat(64), v: 7, at: 'never', chain: 'mine' };
    await trail.record(forged);
    expect(JSON.parse(store.rows[0]?.record ?? '')).toMatchObject({ seq: 1, v: 1, prev: '0'.repeat(64) });
    expect(store.rows[0]?.record).not.toContain('mine');
  });
});

describe('concurrent records', () => {
  it('share commits and keep the order of the calls', async () => {
    const { trail, store } = fixture();
    const ids = Array.from({ length: 1_000 }, (_, index) => `call${index}`);
    const heads = await Promise.all(ids.map((id) => trail.record(intent(id))));
    expect(heads.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
    expect(store.rows.map(({ callId }) => callId)).toEqual(ids);
    expect(store.appends()).toBeLessThanOrEqual(3);
  });

  it('that arrive while a commit is under way go into the next one together', async () => {
    const { trail, store } = fixture();
    const during: Promise<unknown>[] = [];
    store.beforeNextAppend(async () => {
      for (let index = 0; index < 10; index += 1) during.push(trail.record(intent(`later${index}`)));
    });
    await trail.record(intent('first'));
    await Promise.all(during);
    expect(store.appends()).toBe(2);
    expect(store.rows).toHaveLength(11);
  });

  it('of sixteen calls cost at most 1.3 commits per call for two durable records each', async () => {
    const { trail, store } = fixture();
    const worker = async (name: number): Promise<void> => {
      for (let call = 0; call < 20; call += 1) {
        await trail.record(intent(`${name}-${call}`));
        await trail.record(outcome(`${name}-${call}`));
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, name) => worker(name)));
    expect(store.rows).toHaveLength(640);
    expect(store.appends() / 320).toBeLessThanOrEqual(1.3);
  });

  it('of several trails on one store form one chain of one name', async () => {
    const { store, trail } = fixture();
    const other = fixture(store).trail;
    await Promise.all([
      trail.record(intent('a')),
      other.record(intent('b')),
      trail.record(intent('c')),
      other.record(intent('d')),
    ]);
    expect(new Set(store.rows.map(({ record }) => JSON.parse(record).chain)).size).toBe(1);
    expect(await trail.verify()).toMatchObject({ kind: 'intact', records: 4 });
  });
});

describe('a store that fails', () => {
  it('rejects every record of the batch, and the trail recovers when the store does', async () => {
    const { trail, store } = fixture();
    await trail.record(intent('before'));
    store.fail(true);
    const results = await Promise.allSettled([trail.record(intent('a')), trail.record(intent('b'))]);
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'AUDIT_UNWRITABLE' } });
    store.fail(false);
    await trail.record(intent('after'));
    expect(store.rows.map(({ callId }) => callId)).toEqual(['before', 'after']);
    expect(await trail.verify()).toMatchObject({ kind: 'intact', records: 2 });
  });

  it('at the very first record does not fix the name of a chain that another process then begins', async () => {
    const { trail, store } = fixture();
    store.fail(true);
    await expect(trail.record(intent('a'))).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
    store.fail(false);
    await fixture(store).trail.record(intent('b'));
    await trail.record(intent('c'));
    expect(await trail.verify()).toMatchObject({ kind: 'intact', records: 2 });
  });

  it('does not hold up close', async () => {
    const { trail, store } = fixture();
    store.fail(true);
    const settled = Promise.allSettled([trail.record(intent('a'))]);
    await trail.close();
    expect(await settled).toMatchObject([{ status: 'rejected', reason: { code: 'AUDIT_UNWRITABLE' } }]);
  });
});

describe('list', () => {
  it('answers newest first and filters by agent, item, call, type, result and time', async () => {
    const { trail, clock } = fixture();
    await trail.record(intent('call1', { agent: { id: 'a1', name: 'desktop' } }));
    clock.advance(1_000);
    await trail.record(outcome('call1', { outcome: { result: 'denied', code: 'OUTBOUND_ADDRESS_REFUSED' } }));
    await trail.record(intent('call2', { agent: { id: 'a2', name: 'cursor' }, item: { id: 'i2', title: 'github' } }));
    const seqs = async (filter: Parameters<typeof trail.list>[0]): Promise<number[]> =>
      (await trail.list(filter)).map(({ seq }) => seq);
    expect(await seqs({})).toEqual([3, 2, 1]);
    expect(await seqs({ limit: 1 })).toEqual([3]);
    expect(await seqs({ agent: 'cursor' })).toEqual([3]);
    expect(await seqs({ item: 'stripe' })).toEqual([1]);
    expect(await seqs({ callId: 'call1' })).toEqual([2, 1]);
    expect(await seqs({ types: ['call.intent'] })).toEqual([3, 1]);
    expect(await seqs({ result: 'denied' })).toEqual([2]);
    expect(await seqs({ since: clock.now() })).toEqual([3, 2]);
    expect(await seqs({ until: clock.now() })).toEqual([1]);
  });
});
