import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createAuditTrail,
  createCheckpointer,
  logKeyOf,
  openAuditKey,
  type AuditEvent,
  type AuditStore,
  type AuditTrail,
  type Evidence,
  type ListFilter,
} from '../src/audit/index.ts';
import { chainRow, prepareLine } from '../src/audit/record-line.ts';
import { newId, silentLogger, systemClock, systemRandom } from '../src/core/index.ts';
import { ready } from '../src/crypto/index.ts';
import { openStorage, type Storage } from '../src/storage/index.ts';
import type { Measurement } from './measurement.ts';

// A million takes some minutes and a gigabyte of disk: KEYWARD_BENCH_RECORDS=1000000 npm run bench audit
const MANY = Number(process.env['KEYWARD_BENCH_RECORDS'] ?? '100000');
const FEW = 1_000;
const FILL_ROWS = 2_000;
const WRITERS = [1, 16, 64];
const CALLS = 640;
const SAMPLES = 9;

/** What a record costs to write, to verify and to find. */
export async function bench(): Promise<readonly Measurement[]> {
  const measured: Measurement[] = [];
  for (const writers of WRITERS) measured.push(...(await onFolder((storage) => measureWriters(storage, writers))));
  for (const count of [FEW, MANY])
    measured.push(...(await onFolder((storage) => measureReading(storage.audit, count))));
  return measured;
}

async function onFolder<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-bench-'));
  const storage = await openStorage({ folder, logger: silentLogger });
  try {
    return await work(storage);
  } finally {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureWriters({ audit }: Storage, writers: number): Promise<readonly Measurement[]> {
  let commits = 0;
  const counted: AuditStore = { ...audit, append: async (build) => audit.append(build).finally(() => (commits += 1)) };
  const trail = trailOn(counted);
  await call(trail, 'warm-up');
  commits = 0;
  const startedAt = performance.now();
  const writer = async (name: number): Promise<void> => {
    for (let index = 0; index < CALLS / writers; index += 1) await call(trail, `${name}-${index}`);
  };
  await Promise.all(Array.from({ length: writers }, (_, name) => writer(name)));
  const seconds = (performance.now() - startedAt) / 1000;
  const name = `two records per call, ${writers} at once`;
  return [
    { name, value: Math.round((CALLS * 2) / seconds), unit: 'records/s', aim: '' },
    {
      name: `${name}, commits`,
      value: round(commits / CALLS),
      unit: 'per call',
      aim: writers === 16 ? 'at most 1.3' : '',
    },
  ];
}

async function call(trail: AuditTrail, callId: string): Promise<void> {
  await trail.record(event('call.intent', { callId, agent: 'a', item: 'i' }));
  await trail.record({
    ...event('call.outcome', { callId, agent: 'a', item: 'i' }),
    outcome: { result: 'ok', status: 200 },
  });
}

async function measureReading(store: AuditStore, count: number): Promise<readonly Measurement[]> {
  const names = await fill(store, count);
  const trail = trailOn(store);
  const verified = await verifySpeed(trail, count);
  const size = count.toLocaleString('en');
  const aim = 'under 50';
  const now = Date.now();
  const filters: readonly [string, ListFilter][] = [
    ['the latest 50', {}],
    ['by agent', { agent: names.agent }],
    ['by item', { item: names.item }],
    ['by time in the middle', { since: now - count * 500, until: now - count * 500 + 60_000 }],
    ['by agent and time', { agent: names.agent, until: now - count * 500 }],
    ['by host', { host: 'api7.test' }],
    ['by client', { client: 'client3' }],
    ['by outcome', { result: 'denied' }],
    ['by call', { callId: names.call }],
  ];
  const listed: Measurement[] = [];
  for (const [name, filter] of filters) {
    listed.push({
      name: `list of ${size}, ${name}`,
      value: round(await medianMs(() => trail.list(filter))),
      unit: 'ms',
      aim,
    });
  }
  const attested = await verifySpeed(trail, count, await signed(store, trail));
  return [
    ...speedRows(`verify ${size} records`, verified),
    ...speedRows(`verify ${size} records, with the tree and a signed checkpoint`, attested),
    ...listed,
  ];
}

interface Speed {
  readonly perSecond: number;
  /** What other work on the machine does not slow down. */
  readonly perCpuSecond: number;
}

function speedRows(name: string, { perSecond, perCpuSecond }: Speed): readonly Measurement[] {
  return [
    { name, value: perSecond, unit: 'records/s', aim: 'at least 50000' },
    { name: `${name}, by CPU time`, value: perCpuSecond, unit: 'records/s', aim: '' },
  ];
}

async function verifySpeed(trail: AuditTrail, count: number, evidence: Evidence = {}): Promise<Speed> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const report = await trail.verify(undefined, evidence);
  if (report.kind !== 'intact') throw new Error('the trail that was filled is broken');
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: Math.round(count / ((performance.now() - startedAt) / 1000)),
    perCpuSecond: Math.round(count / ((user + system) / 1_000_000)),
  };
}

async function signed(store: AuditStore, trail: AuditTrail): Promise<Evidence> {
  await ready();
  const folder = await mkdtemp(join(tmpdir(), 'keyward-bench-key-'));
  const key = await openAuditKey({ folder, random: systemRandom });
  const session = { principal: { kind: 'owner' }, transport: 'cli' } as const;
  const deps = { store, trail, key, clock: systemClock, logger: silentLogger, session };
  const checkpoint = await createCheckpointer(deps).checkpoint();
  await rm(folder, { recursive: true, force: true });
  if (checkpoint === undefined) throw new Error('there is nothing to sign');
  return { keys: [logKeyOf(checkpoint, key.publicKey)], notes: [checkpoint.note] };
}

/** Fill a store with calls of 50 agents on 200 items, a second apart, the last one now. */
async function fill(store: AuditStore, count: number): Promise<{ agent: string; item: string; call: string }> {
  const agents = Array.from({ length: 50 }, () => newId(systemRandom));
  const items = Array.from({ length: 200 }, () => newId(systemRandom));
  const firstMs = Date.now() - count * 1_000;
  const chain = newId(systemRandom);
  for (let done = 0; done < count;) {
    await store.append((head) => {
      const rows = [];
      let last = head;
      for (; rows.length < FILL_ROWS && done < count; done += 1) {
        const made = event(done % 2 === 0 ? 'call.intent' : 'call.outcome', {
          callId: `call${Math.floor(done / 2)}`,
          agent: agents[Math.floor(done / 2) % agents.length] ?? '',
          item: items[Math.floor(done / 6) % items.length] ?? '',
          host: `api${done % 40}.test`,
        });
        const outcome =
          done % 2 === 0 ? {} : { outcome: { result: done % 1_001 === 0 ? 'denied' : 'ok', status: 200 } };
        const row = chainRow(prepareLine({ ...made, ...outcome }, firstMs + done * 1_000), chain, last);
        rows.push(row);
        last = row;
      }
      return rows;
    });
  }
  return { agent: agents[3] ?? '', item: items[5] ?? '', call: `call${Math.floor(count / 4)}` };
}

interface Names {
  readonly callId: string;
  readonly agent: string;
  readonly item: string;
  readonly host?: string;
}

function event(type: 'call.intent' | 'call.outcome', { callId, agent, item, host = 'api.test' }: Names): AuditEvent {
  return {
    type,
    call_id: callId,
    grant_id: 'gggggggggggggggggggggggggg',
    session: {
      principal: { kind: 'agent', id: agent, name: 'claude-desktop' },
      transport: 'stdio',
      connection_id: 'cccccccccccccccccccccccccc',
      protocol_version: '2026-07-28',
      era: 'modern',
      client: { name: `client${callId.length % 5}`, version: '1.0.0', claimed: true },
      tool: 'http_get',
      request_id: '17',
      process: { pid: 4242, ppid: 4241, parent: 'claude' },
    },
    agent: { id: agent, name: 'claude-desktop' },
    vault: { id: 'vvvvvvvvvvvvvvvvvvvvvvvvvv', name: 'ai-agents' },
    item: { id: item, title: 'stripe', version: 3 },
    request: {
      method: 'GET',
      origin: `https://${host}`,
      path: '/v1/customers/cus_9s6XKzkNRiz8i3',
      digest: 'd'.repeat(64),
    },
  };
}

function trailOn(store: AuditStore): AuditTrail {
  return createAuditTrail({ store, clock: systemClock, random: systemRandom, logger: silentLogger });
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const startedAt = performance.now();
    await work();
    samples.push(performance.now() - startedAt);
  }
  return samples.toSorted((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
