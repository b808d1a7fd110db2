import type { EventType } from '../event-types.ts';
import { textAt } from '../json-access.ts';
import { readRecord } from '../record.ts';
import type { AuditStore } from '../store.ts';

const THROTTLE_MS = 3_600_000;

/** How an agent stands: what the trail says was done about its anomalies, and not undone. */
export type AgentStanding =
  | { readonly kind: 'normal' }
  | { readonly kind: 'throttled' | 'suspended'; readonly sinceMs: number; readonly sentence: string };

/**
 * How an agent stands, from the trail alone. A throttle ends by itself after an hour, a suspension only by
 * `agent.resumed`, or by making a new token (`agent.rotated`).
 */
export async function agentStanding(store: AuditStore, agentId: string, nowMs: number): Promise<AgentStanding> {
  const suspended = await latest(store, 'agent.suspended', agentId);
  const throttled = await latest(store, 'agent.throttled', agentId);
  const freed = Math.max(
    (await latest(store, 'agent.resumed', agentId))?.seq ?? 0,
    (await latest(store, 'agent.rotated', agentId))?.seq ?? 0,
  );
  if (suspended !== undefined && suspended.seq > freed) return { kind: 'suspended', ...suspended };
  const isFresh = throttled !== undefined && nowMs - throttled.sinceMs < THROTTLE_MS;
  return isFresh && throttled.seq > freed ? { kind: 'throttled', ...throttled } : { kind: 'normal' };
}

async function latest(store: AuditStore, type: EventType, agentId: string) {
  const [row] = await store.find({ type, agentId, limit: 1 });
  const record = row === undefined ? undefined : readRecord(row.record);
  if (row === undefined || record === undefined) return undefined;
  return { seq: row.seq, sinceMs: row.at, sentence: textAt(record, 'detail', 'sentence') ?? '' };
}
