import { isKeywardError, sha256Hex, type Clock, type RecordedSession, type Logger } from '../../core/index.ts';
import { within } from '../../core/index.ts';
import type { AuditTrail } from '../../audit/index.ts';
import type { ExportRecord } from '../export/export-format.ts';
import { recordPages } from '../export/record-pages.ts';
import type { Lease } from '../../audit/index.ts';
import type { ListFilter } from '../../audit/index.ts';
import type { AuditStore } from '../../audit/index.ts';
import { batchOf, partsOf, type BatchOptions, type Send } from './batch.ts';
import type { SinkFailure, SinkPosition, SinkStates } from './sink-state.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
const SEND_TIMEOUT_MS = 20_000;
const ALERT_AFTER_MS = 3_600_000;

export interface SinkDeps extends BatchOptions {
  /** For messages; no secret in it. */
  readonly name: string;
  readonly store: AuditStore;
  readonly trail: Pick<AuditTrail, 'record'>;
  /** Session context for the alarm when the trail was put back. */
  readonly session: RecordedSession;
  readonly send: Send;
  readonly states: SinkStates;
  /** Of several processes on one trail, the one that holds it sends. */
  readonly lease: Lease;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly filter?: ListFilter | undefined;
  /** Where a sink begins that has never sent anything. Default with the oldest record. */
  readonly start?: 'oldest' | 'now' | undefined;
  /** Aborted when the process ends: what is still being sent is given up. */
  readonly stop?: AbortSignal | undefined;
  /** At most so many records at once. Default as many as there are. */
  readonly batchRecords?: number | undefined;
  /** How long one batch may take. Default twenty seconds. */
  readonly sendTimeoutMs?: number;
}

/** `elsewhere`: another process sends for this sink. `waiting`: it failed a moment ago and is left alone. */
export type SinkTurn = 'done' | 'failed' | 'waiting' | 'elsewhere';

export interface Sink {
  readonly name: string;
  /**
   * Send what was recorded since the last time, by any process. Never throws: what cannot be sent stays where it is, in the
   * trail, and is tried again after a pause that grows from a second to five minutes.
   */
  tick(): Promise<SinkTurn>;
}

/**
 * Carries the trail to another system, in order, at least once: the position in the trail is stored only after
 * the other side has taken what came before, so a crash between the two sends a batch again. The trail itself is the buffer:
 * a sink that is down for an hour, or a year, loses nothing but what was pruned.
 */
export function createSink(deps: SinkDeps): Sink {
  const { clock, lease, name, states } = deps;
  let pauseMs = 0;
  let notBefore = 0;
  let sinceMs: number | undefined;
  let running: Promise<SinkTurn> | undefined;

  async function turn(): Promise<SinkTurn> {
    if (clock.monotonicMs() < notBefore) return 'waiting';
    try {
      if (!(await lease.hold())) return 'elsewhere';
      const turned = await drain(deps);
      pauseMs = 0;
      sinceMs = undefined;
      return turned;
    } catch (error) {
      pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
      const refusal = refusalOf(error);
      notBefore = clock.monotonicMs() + Math.min(LONGEST_PAUSE_MS, Math.max(pauseMs, refusal.retryAfterMs));
      await noteFailure(refusal);
      return 'failed';
    }
  }

  async function noteFailure({ code, status }: Refusal): Promise<void> {
    deps.logger.warn({ sink: name, code, status: status ?? null, pauseMs }, 'the audit trail could not be sent on');
    try {
      const { taken, failing } = await states.load();
      sinceMs ??= failing?.sinceMs ?? clock.now();
      const failure = { sinceMs, code, status, alerted: failing?.alerted };
      const isDue = failing?.alerted !== true && clock.now() - sinceMs >= ALERT_AFTER_MS;
      if (isDue) await raiseFailing(deps, failure);
      await states.save({ taken, failing: isDue ? { ...failure, alerted: true } : failure });
    } catch {
      deps.logger.warn({ sink: name }, 'it could not be noted how far a sink has come');
    }
  }

  return { name, tick: () => (running ??= turn().finally(() => (running = undefined))) };
}

interface Refusal {
  readonly code: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number;
}

function refusalOf(error: unknown): Refusal {
  if (!isKeywardError(error)) return { code: 'INTERNAL', status: undefined, retryAfterMs: 0 };
  const { status, retry_after_ms: after } = error.details;
  return {
    code: error.code,
    status: typeof status === 'number' ? status : undefined,
    retryAfterMs: typeof after === 'number' ? after : 0,
  };
}

async function raiseFailing({ name, session, trail }: SinkDeps, { code, sinceMs, status }: SinkFailure): Promise<void> {
  const answer = status === undefined ? code : `${code}, HTTP status ${status}`;
  const since = new Date(sinceMs).toISOString();
  const sentence = `the sink ${name} has taken no record of the audit trail since ${since} (${answer})`;
  const facts = { rule: 'sink_failing', sink: name, code, since, sentence };
  const detail = status === undefined ? facts : { ...facts, status };
  await trail.record({ type: 'anomaly.raised', session, detail });
}

async function drain(deps: SinkDeps): Promise<SinkTurn> {
  const { clock, filter, lease, states, store } = deps;
  const { taken, failing } = await states.load();
  let reached = await whereToGoOn(deps, taken);
  const save = async (last: { readonly seq: number; readonly record: string }): Promise<void> => {
    reached = { seq: last.seq, hash: sha256Hex(last.record), atMs: clock.now() };
    await states.save({ taken: reached });
  };
  for await (const { records, last } of recordPages(store, { afterSeq: reached.seq, filter })) {
    for (const part of partsOf(records, deps.batchRecords)) {
      // Another process may have taken over while the last batch was on its way.
      if (!(await lease.hold())) return 'elsewhere';
      await send(deps, part);
      const end = part.at(-1);
      if (end !== undefined) await save({ seq: end.record.seq, record: end.text });
    }
    if (reached.seq < last.seq) await save(last);
  }
  if (failing !== undefined) await states.save({ taken: reached });
  return 'done';
}

async function send(deps: SinkDeps, records: readonly ExportRecord[]): Promise<void> {
  const limits = { timeoutMs: deps.sendTimeoutMs ?? SEND_TIMEOUT_MS, stop: deps.stop };
  await within(limits, async (signal) => {
    const batch = batchOf(records, deps, signal);
    if (batch.text !== '') await deps.send(batch);
  });
}

/**
 * The position to go on from. What was sent last must still stand in the trail: where it does not, the trail was rolled back or
 * replaced, so that is an alarm, and everything is sent again rather than some of it never.
 */
async function whereToGoOn(deps: SinkDeps, taken: SinkPosition | undefined): Promise<SinkPosition> {
  const { clock, states, store } = deps;
  if (taken === undefined || taken.seq === 0) {
    if (taken !== undefined) return taken;
    const head = deps.start === 'now' ? await store.head() : undefined;
    const beginning = { seq: head?.seq ?? 0, hash: head?.hash ?? '', atMs: clock.now() };
    // Before anything is sent: "now" must not mean a later moment after each failure.
    await states.save({ taken: beginning });
    return beginning;
  }
  const [row] = await store.readEntries(taken.seq, 1);
  // A row that is not there any more with later ones that are: it was pruned.
  if (row !== undefined && (row.seq > taken.seq || sha256Hex(row.record) === taken.hash)) return taken;
  await raiseAlarm(deps, taken);
  const again = { seq: 0, hash: '', atMs: clock.now() };
  await states.save({ taken: again });
  return again;
}

async function raiseAlarm({ logger, name, session, trail }: SinkDeps, { seq }: SinkPosition): Promise<void> {
  const sentence = `the audit trail does not continue what was sent to the sink ${name}: it was put back or replaced`;
  logger.error({ sink: name, seq }, sentence);
  await trail.record({
    type: 'anomaly.raised',
    session,
    detail: { rule: 'trail_rolled_back', place: `sink ${name}`, size: seq, sentence },
  });
}
