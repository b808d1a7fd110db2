import { type AuditEvent, type AuditTrail, type ProcessProbe, createAuditTrail } from '../../src/audit/index.ts';
import { silentLogger, systemRandom, type Clock } from '../../src/core/index.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

export const START_MS = Date.UTC(2026, 10, 23, 12);

export interface HandClock extends Clock {
  advance(ms: number): void;
}

export function handClock(startMs = START_MS): HandClock {
  let now = startMs;
  return { now: () => now, monotonicMs: () => now, advance: (ms) => (now += ms) };
}

/** Process ids and starts that exist on the test's machine. */
export function probe(
  self: { host?: string; kernel?: string; pid: number; started?: number },
  running: Map<number, number> = new Map(),
): ProcessProbe {
  return {
    self: { host: 'box', kernel: 'boot1/ns1', started: self.pid * 10, ...self },
    look: (pid) => {
      const started = running.get(pid);
      return started === undefined ? { kind: 'gone' } : { kind: 'running', started };
    },
  };
}

export interface Fixture {
  readonly store: MemoryStore;
  readonly clock: HandClock;
  readonly trail: AuditTrail;
}

export function fixture(store = createMemoryStore(), clock = handClock(), processes?: ProcessProbe): Fixture {
  const deps = { store, clock, random: systemRandom, logger: silentLogger };
  return { store, clock, trail: createAuditTrail(processes === undefined ? deps : { ...deps, processes }) };
}

export const SESSION = {
  transport: 'stdio',
  connection_id: 'c1',
  principal: { kind: 'agent', id: 'a1', name: 'desktop' },
} as const;

export function intent(callId: string, more: Partial<AuditEvent> = {}): AuditEvent {
  return { type: 'call.intent', call_id: callId, session: SESSION, item: { id: 'i1', title: 'stripe' }, ...more };
}

export function outcome(callId: string, more: Partial<AuditEvent> = {}): AuditEvent {
  return { type: 'call.outcome', call_id: callId, session: SESSION, outcome: { result: 'ok', status: 200 }, ...more };
}
