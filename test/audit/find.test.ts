import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AuditQuery, type AuditStore, type AuditTrail, createAuditTrail } from '../../src/audit/index.ts';
import { newId, silentLogger, systemRandom } from '../../src/core/index.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { createMemoryStore } from './memory-store.ts';
import { handClock, intent, outcome, SESSION, START_MS } from './trail-fixture.ts';

const opened: { folder: string; storage: Storage }[] = [];

afterEach(async () => {
  for (const { folder, storage } of opened.splice(0)) {
    await storage.close();
    await rm(folder, { recursive: true });
  }
});

async function openSqlite(): Promise<AuditStore> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-audit-'));
  const storage = await openStorage({ folder, logger: silentLogger });
  opened.push({ folder, storage });
  return storage.audit;
}

const STORES: readonly [string, () => Promise<AuditStore>][] = [
  ['memory', async () => createMemoryStore()],
  ['SQLite', openSqlite],
];

const AGENT = newId(systemRandom);
const OTHER_AGENT = newId(systemRandom);
const ITEM = newId(systemRandom);

function request(host: string) {
  return { request: { method: 'GET', origin: `https://${host}`, path: '/v1', digest: 'd' } };
}

/** Nine records: an agent, an item and its new name, and three calls of two agents, a second apart. */
async function fill(store: AuditStore): Promise<AuditTrail> {
  const clock = handClock();
  const trail = createAuditTrail({ store, clock, random: systemRandom, logger: silentLogger });
  const owner = { transport: 'cli', connection_id: 'cli', principal: { kind: 'owner' } } as const;
  const cursor = { ...SESSION, connection_id: 'c2', client: { name: 'cursor', version: '1', claimed: true } } as const;
  const events = [
    { type: 'agent.created', session: owner, agent: { id: AGENT, name: 'desktop' } },
    { type: 'item.created', session: owner, item: { id: ITEM, title: 'stripe' } },
    intent('call1', {
      agent: { id: AGENT, name: 'desktop' },
      item: { id: ITEM, title: 'stripe' },
      ...request('api.stripe.com'),
    }),
    outcome('call1', {
      agent: { id: AGENT, name: 'desktop' },
      item: { id: ITEM, title: 'stripe' },
      ...request('api.stripe.com'),
    }),
    { type: 'item.edited', session: owner, item: { id: ITEM, title: 'stripe live' } },
    intent('call2', {
      agent: { id: AGENT, name: 'desktop' },
      item: { id: ITEM, title: 'stripe live' },
      ...request('api.stripe.com:8443'),
    }),
    outcome('call2', {
      agent: { id: AGENT, name: 'desktop' },
      outcome: { result: 'failed', code: 'OUTBOUND_TIMEOUT' },
    }),
    intent('call3', { agent: { id: OTHER_AGENT, name: 'robot' }, session: cursor }),
    outcome('call3', { agent: { id: OTHER_AGENT, name: 'robot' }, session: cursor }),
  ] as const;
  for (const event of events) {
    await trail.record(event);
    clock.advance(1_000);
  }
  return trail;
}

describe.each(STORES)('records in %s are found', (_name, open) => {
  it.each([
    ['by type', { type: 'item.edited' }, [5]],
    ['by a type that is written all the time', { type: 'call.intent' }, [8, 6, 3]],
    ['by call', { callId: 'call1' }, [4, 3]],
    ['by agent', { agentId: OTHER_AGENT }, [9, 8]],
    ['by item', { itemId: ITEM }, [6, 5, 4, 3, 2]],
    ['by host, which has its port when it is not the usual one', { host: 'api.stripe.com' }, [4, 3]],
    ['by client', { client: 'cursor' }, [9, 8]],
    ['by an outcome that is trouble', { outcome: 'failed' }, [7]],
    ['by the usual outcome', { outcome: 'ok' }, [9, 4]],
    ['by time, the end not included', { since: START_MS + 2_000, until: START_MS + 4_000 }, [4, 3]],
    ['by text', { containing: 'OUTBOUND_TIMEOUT' }, [7]],
    ['by several of these', { agentId: AGENT, outcome: 'ok', since: START_MS }, [4]],
    ['by nothing', {}, [9, 8, 7, 6, 5, 4, 3, 2, 1]],
  ] satisfies [string, Partial<AuditQuery>, number[]][])('%s', async (_case, query, seqs) => {
    const store = await open();
    await fill(store);
    expect((await store.find({ limit: 100, ...query })).map(({ seq }) => seq)).toEqual(seqs);
  });

  it('page by page, newest first, with clocks that stood still', async () => {
    const store = await open();
    const trail = createAuditTrail({ store, clock: handClock(), random: systemRandom, logger: silentLogger });
    for (let index = 0; index < 7; index += 1) await trail.record(intent(`call${index}`));
    const seqs: number[] = [];
    let after: AuditQuery['after'];
    for (let page = 0; page < 4; page += 1) {
      const rows = await store.find({ limit: 2, after });
      seqs.push(...rows.map(({ seq }) => seq));
      after = rows.at(-1);
    }
    expect(seqs).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('by the name an agent or item has or had', async () => {
    const trail = await fill(await open());
    const seqs = async (filter: Parameters<typeof trail.list>[0]) => (await trail.list(filter)).map(({ seq }) => seq);
    expect(await seqs({ agent: 'desktop' })).toEqual([7, 6, 4, 3, 1]);
    expect(await seqs({ agent: 'robot' })).toEqual([9, 8]);
    expect(await seqs({ item: 'stripe' })).toEqual([6, 5, 4, 3, 2]);
    expect(await seqs({ item: 'nothing' })).toEqual([]);
    expect(await seqs({ agent: 'desktop', types: ['call.intent', 'call.outcome'], limit: 2 })).toEqual([7, 6]);
  });

  it('in the order of one call, and after a position in the trail for a reader that follows it', async () => {
    const trail = await fill(await open());
    expect((await trail.call('call2')).map(({ seq }) => seq)).toEqual([6, 7]);
    const first = await trail.readSince(4, { agent: 'robot' });
    expect(first.records.map(({ seq }) => seq)).toEqual([8, 9]);
    expect(await trail.readSince(first.seq)).toEqual({ records: [], seq: 9 });
  });

  it('no more once they are pruned, oldest first and a few at a time', async () => {
    const store = await open();
    await fill(store);
    expect(await store.prune(5, 3)).toBe(3);
    expect(await store.prune(5, 3)).toBe(2);
    expect(await store.prune(5, 3)).toBe(0);
    expect((await store.read(0, 100)).map(({ seq }) => seq)).toEqual([6, 7, 8, 9]);
    await store.append((head) => [{ ...rowAfter(head?.seq ?? 0), hash: 'h' }]);
    expect(await store.head()).toMatchObject({ seq: 10 });
  });
});

function rowAfter(seq: number) {
  return {
    seq: seq + 1,
    record: '{}',
    at: 0,
    type: 'items.listed',
    callId: undefined,
    agentId: undefined,
    itemId: undefined,
  };
}
