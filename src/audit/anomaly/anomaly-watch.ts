import { isKeywardError, newId, type Clock, type JsonObject, type Logger, type Random } from '../../core/index.ts';
import type { AuditTrail } from '../create-audit-trail.ts';
import { textAt, valueAt } from '../json-access.ts';
import { pagesOf } from '../pages.ts';
import { readRecord } from '../record.ts';
import type { AuditStore } from '../store.ts';
import { BASELINE_DAYS, DAY_MS } from './agent-baseline.ts';
import { createDetector, type Anomaly, type DetectorOptions } from './detector.ts';

// Longer than the longest memory of any rule (idleness of thirty days).
const HISTORY_MS = (30 + BASELINE_DAYS) * DAY_MS;
// What happened longer ago than this while nobody watched is history.
const RAISED_WITHIN_MS = DAY_MS;
const MAX_ROWS_PER_TICK = 5_000;

export interface AnomalyWatchDeps extends DetectorOptions {
  readonly store: AuditStore;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Session context for the records the watch writes. */
  readonly session: JsonObject;
  /** Tells somebody: a webhook, a sink. A failure is logged; the record stands in the trail in any case. */
  readonly notify?: (alert: Alert) => Promise<void>;
}

/** An anomaly that stands in the trail. */
export interface Alert extends Anomaly {
  /** `call_id` of its record, to acknowledge it by. */
  readonly id: string;
}

export interface AnomalyWatch {
  /**
   * Look at what was recorded since the last time, by any process, and raise what is unusual. After a start it first reads
   * the history, some of it each time, and raises of that only what is recent and was not raised by anybody.
   * Throws what the store throws, and `AUDIT_UNWRITABLE`.
   */
  tick(): Promise<readonly Alert[]>;
}

/**
 * Follows the trail and records what is unusual. An alert's response goes into the trail with it, as `agent.throttled`
 * or `agent.suspended`: whoever lets agents through reads it there (`agentStanding`), so that there is no second truth.
 */
export function createAnomalyWatch(deps: AnomalyWatchDeps): AnomalyWatch {
  const { clock, store } = deps;
  const detector = createDetector(deps);
  const raised = new Set<string>();
  let pending: Anomaly[] = [];
  let next: number | undefined;

  function observe(text: string): void {
    const record = readRecord(text);
    if (record === undefined) return;
    pending.push(...detector.observe(record));
    const rule = textAt(record, 'detail', 'rule');
    const seq = valueAt(record, 'detail', 'seq');
    if (record.type !== 'anomaly.raised' || rule === undefined || typeof seq !== 'number') return;
    raised.add(`${rule} ${seq}`);
  }

  function takeNews(): readonly Anomaly[] {
    const isNews = ({ rule, seq, atMs }: Anomaly): boolean =>
      !raised.has(`${rule} ${seq}`) && clock.now() - atMs < RAISED_WITHIN_MS;
    const news = pending.filter(isNews);
    pending = [];
    return news;
  }

  return {
    async tick() {
      next ??= await firstSeqSince(store, clock.now() - HISTORY_MS);
      const last = (await store.head())?.seq ?? 0;
      for await (const page of pagesOf(store, next, Math.min(last, next + MAX_ROWS_PER_TICK - 1))) {
        for (const row of page) observe(row.record);
        next = (page.at(-1)?.seq ?? next) + 1;
      }
      const alerts: Alert[] = [];
      if (next <= last) return alerts;
      for (const anomaly of takeNews()) alerts.push(await raise(deps, anomaly));
      return alerts;
    },
  };
}

async function raise(deps: AnomalyWatchDeps, anomaly: Anomaly): Promise<Alert> {
  const alert = { ...anomaly, id: newId(deps.random) };
  const { agentId, agentName, response, rule, sentence, seq, subject, id } = alert;
  const facts = { call_id: id, session: deps.session, agent: { id: agentId, name: agentName } };
  await deps.trail.record({ ...facts, type: 'anomaly.raised', detail: { rule, response, subject, sentence, seq } });
  if (response === 'throttle')
    await deps.trail.record({ ...facts, type: 'agent.throttled', detail: { rule, sentence } });
  if (response === 'suspend')
    await deps.trail.record({ ...facts, type: 'agent.suspended', detail: { rule, sentence } });
  await deps.notify?.(alert).catch((error: unknown) => {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    deps.logger.warn({ code, alert: id }, 'nobody could be told about an anomaly');
  });
  return alert;
}

async function firstSeqSince(store: AuditStore, sinceMs: number): Promise<number> {
  const [before] = await store.find({ until: sinceMs, limit: 1 });
  return (before?.seq ?? 0) + 1;
}
