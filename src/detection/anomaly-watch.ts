import { textAt, valueAt } from '../audit/index.ts';
import type { Lease } from '../audit/index.ts';
import { pagesOf } from '../audit/index.ts';
import { readRecord, type AuditRecord } from '../audit/index.ts';
import type { AuditStore } from '../audit/index.ts';
import { BASELINE_DAYS, DAY_MS } from './agent-baseline.ts';
import { createDetector, isRaised, keyOf, type Anomaly, type DetectorOptions } from './detector.ts';
import { raiseAnomaly, type Alert, type RaiseDeps } from './raise-anomaly.ts';
import { USE_TYPES, usageEvent } from './usage-event.ts';

const HISTORY_MS = BASELINE_DAYS * DAY_MS;
// What happened longer ago than this while no process watched is history.
const RAISED_WITHIN_MS = DAY_MS;
const MAX_ROWS_PER_TICK = 5_000;
const MAX_RAISED = 10_000;

export interface AnomalyWatchDeps extends DetectorOptions, RaiseDeps {
  readonly store: AuditStore;
  /** Of several processes on one trail, the one that holds it raises. */
  readonly lease: Lease;
}

export interface AnomalyWatch {
  /**
   * Look at what was recorded since the last time, by any process, and raise what is unusual. After a start it first reads
   * the history, some of it each time, and raises of that only what is recent and was not raised by anybody. What could
   * not be recorded is raised the next time. Notes are recorded and not answered. Throws what the store throws, and `AUDIT_UNWRITABLE`.
   */
  tick(): Promise<readonly Alert[]>;
}

/** Follows the trail, records what is unusual, and does to the agent what the rule's response says. */
export function createAnomalyWatch(deps: AnomalyWatchDeps): AnomalyWatch {
  const { clock, store, lease } = deps;
  const detector = createDetector(deps);
  const raised = new Map<string, number>();
  let pending: readonly Anomaly[] = [];
  let next: number | undefined;
  let sinceMs = 0;

  async function observe(record: AuditRecord): Promise<void> {
    const event = usageEvent(record);
    if (event !== undefined && !detector.knows(event.agentId)) {
      detector.recall(event, await lastUseBefore(store, event.agentId, sinceMs));
    }
    pending = [...pending, ...detector.observe(record)];
    if (isRaised(record)) rememberRaised(raised, record);
  }

  async function read(last: number): Promise<void> {
    if (next === undefined) {
      sinceMs = clock.now() - HISTORY_MS;
      next = await firstSeqSince(store, sinceMs);
    }
    for await (const page of pagesOf(store, next, Math.min(last, next + MAX_ROWS_PER_TICK - 1))) {
      for (const row of page) {
        const record = readRecord(row.record);
        if (record !== undefined) await observe(record);
        next = row.seq + 1;
      }
    }
  }

  function isNews({ rule, agentId, subject, seq, atMs, quietMs }: Anomaly): boolean {
    const raisedMs = raised.get(keyOf(rule, agentId, subject)) ?? -Infinity;
    return (
      !raised.has(`${rule} ${seq}`) && clock.now() - atMs < RAISED_WITHIN_MS && Math.abs(atMs - raisedMs) >= quietMs
    );
  }

  return {
    async tick() {
      const last = (await store.head())?.seq ?? 0;
      if ((next ?? 0) > last && pending.length === 0) return [];
      if (!(await lease.hold())) return [];
      await read(last);
      if ((next ?? 0) <= last) return [];
      const alerts: Alert[] = [];
      for (pending = pending.filter(isNews); pending[0] !== undefined; pending = pending.slice(1)) {
        if (!(await lease.hold())) break;
        const raisedNow = await raiseAnomaly(deps, pending[0]);
        if (raisedNow.response !== 'note') alerts.push(raisedNow);
      }
      return alerts;
    },
  };
}

function rememberRaised(raised: Map<string, number>, record: AuditRecord): void {
  const rule = textAt(record, 'detail', 'rule');
  const seq = valueAt(record, 'detail', 'seq');
  const subject = textAt(record, 'detail', 'subject');
  const agentId = textAt(record, 'agent', 'id');
  if (rule === undefined || typeof seq !== 'number' || subject === undefined || agentId === undefined) return;
  for (const key of [`${rule} ${seq}`, keyOf(rule, agentId, subject)]) {
    raised.delete(key);
    raised.set(key, Date.parse(record.at));
  }
  for (const oldest of raised.keys()) {
    if (raised.size <= MAX_RAISED) break;
    raised.delete(oldest);
  }
}

async function firstSeqSince(store: AuditStore, sinceMs: number): Promise<number> {
  const [before] = await store.find({ until: sinceMs, limit: 1 });
  return (before?.seq ?? 0) + 1;
}

// Idleness is longer than the history that is read: of what came before that, only its end counts.
async function lastUseBefore(store: AuditStore, agentId: string, untilMs: number): Promise<number | undefined> {
  const found = await Promise.all(USE_TYPES.map((type) => store.find({ type, agentId, until: untilMs, limit: 1 })));
  const times = found.flat().map(({ at }) => at);
  return times.length === 0 ? undefined : Math.max(...times);
}
