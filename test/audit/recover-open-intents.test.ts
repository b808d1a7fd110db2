import { describe, expect, it } from 'vitest';
import { systemProcesses } from '../../src/audit/system-processes.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { fixture, handClock, intent, outcome, probe } from './trail-fixture.ts';

const HOUR_MS = 3_600_000;

interface Case {
  readonly writer: Parameters<typeof probe>[0];
  readonly running?: readonly [number, number][];
  readonly ageMs?: number;
  readonly recovered: number;
}

const CASES: Record<string, Case> = {
  'a process of this machine that is gone': { writer: { pid: 7 }, recovered: 1 },
  'a process that is alive': { writer: { pid: 7 }, running: [[7, 70]], recovered: 0 },
  'a process that is alive, however old the intent': {
    writer: { pid: 7 },
    running: [[7, 70]],
    ageMs: 99 * HOUR_MS,
    recovered: 0,
  },
  'a process whose id another process has now': { writer: { pid: 7 }, running: [[7, 99]], recovered: 1 },
  'a process from before the machine was started anew': {
    writer: { pid: 7, kernel: 'boot0/ns1' },
    running: [[7, 70]],
    recovered: 1,
  },
  'a process of another container, young': { writer: { pid: 7, kernel: 'boot1/ns2' }, recovered: 0 },
  'a process of another container, an hour old': {
    writer: { pid: 7, kernel: 'boot1/ns2' },
    ageMs: HOUR_MS + 1,
    recovered: 1,
  },
  'a process of another host, young': { writer: { pid: 7, host: 'other' }, recovered: 0 },
  'a process of another host, an hour old': { writer: { pid: 7, host: 'other' }, ageMs: HOUR_MS + 1, recovered: 1 },
};

async function crashedWith(writer: Case['writer'], store: MemoryStore): Promise<void> {
  await fixture(store, handClock(), probe(writer)).trail.record(intent('call1', { grant_id: 'g1' }));
}

describe('an intent without outcome', () => {
  it.each(Object.entries(CASES))('of %s', async (_, { writer, running = [], ageMs = 0, recovered }) => {
    const store = createMemoryStore();
    await crashedWith(writer, store);
    const clock = handClock();
    clock.advance(ageMs);
    const { trail } = fixture(store, clock, probe({ pid: 8 }, new Map(running)));
    expect(await trail.recoverOpenIntents()).toBe(recovered);
    expect(await trail.recoverOpenIntents()).toBe(0);
    expect(store.rows).toHaveLength(1 + recovered);
  });

  it('gets an outcome that says unknown and carries what the intent said', async () => {
    const store = createMemoryStore();
    await crashedWith({ pid: 7 }, store);
    const { trail } = fixture(store, handClock(), probe({ pid: 8 }));
    await trail.recoverOpenIntents();
    expect((await trail.list())[0]).toMatchObject({
      type: 'call.outcome',
      call_id: 'call1',
      grant_id: 'g1',
      outcome: { result: 'unknown' },
      item: { id: 'i1' },
      session: { connection_id: 'c1' },
      detail: { intent_seq: 1 },
    });
    expect(await trail.verify()).toMatchObject({ kind: 'intact', records: 2 });
  });

  it('is left alone when it is this process that makes the call', async () => {
    const { trail } = fixture();
    await trail.record(intent('call1'));
    expect(await trail.recoverOpenIntents()).toBe(0);
  });

  it('is closed by this process too, once its outcome could not be written', async () => {
    const { trail, store } = fixture();
    await trail.record(intent('call1'));
    store.fail(true);
    await expect(trail.record(outcome('call1'))).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
    store.fail(false);
    expect(await trail.recoverOpenIntents()).toBe(1);
  });

  it('is closed once when two processes recover at the same moment', async () => {
    const store = createMemoryStore();
    await crashedWith({ pid: 7 }, store);
    const one = fixture(store, handClock(), probe({ pid: 8 })).trail;
    const two = fixture(store, handClock(), probe({ pid: 9 })).trail;
    const counts = await Promise.all([one.recoverOpenIntents(), two.recoverOpenIntents()]);
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(store.rows).toHaveLength(2);
  });

  it('is not called unknown when its outcome arrives while we decide', async () => {
    const store = createMemoryStore();
    const late = fixture(store, handClock(), probe({ pid: 7, host: 'other' })).trail;
    await late.record(intent('call1'));
    const clock = handClock();
    clock.advance(2 * HOUR_MS);
    const { trail } = fixture(store, clock, probe({ pid: 8 }));
    store.beforeNextAppend(async () => void (await late.record(outcome('call1'))));
    expect(await trail.recoverOpenIntents()).toBe(0);
  });

  it('of a change is closed under the name of the change', async () => {
    const store = createMemoryStore();
    const crashed = fixture(store, handClock(), probe({ pid: 7 })).trail;
    await crashed.record(intent('change1', { type: 'change.intent', detail: { change: 'vault.created' } }));
    const { trail } = fixture(store, handClock(), probe({ pid: 8 }));
    expect(await trail.recoverOpenIntents()).toBe(1);
    expect((await trail.list())[0]).toMatchObject({ type: 'vault.created', outcome: { result: 'unknown' } });
  });
});

describe('the processes of this machine', () => {
  it('include this one, with the start it was given', () => {
    const { self, look } = systemProcesses();
    expect(look(self.pid)).toEqual({
      kind: 'running',
      ...(self.started === undefined ? {} : { started: self.started }),
    });
  });

  it('do not include an id that no process has', () => {
    expect(systemProcesses().look(2 ** 22 + 1)).toEqual({ kind: 'gone' });
  });
});
