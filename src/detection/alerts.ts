import { KeywardError, type RecordedSession } from '../core/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import { textAt } from '../audit/index.ts';
import { matches, type ListFilter } from '../audit/index.ts';
import { readRecord, type AuditRecord } from '../audit/index.ts';
import type { AuditStore } from '../audit/index.ts';

const MAX_ALERTS = 10_000;

/** Unacknowledged alerts, newest first. */
export async function openAlerts(store: AuditStore, filter: ListFilter = {}): Promise<readonly AuditRecord[]> {
  const acknowledged = await recordsOf(store, 'anomaly.acknowledged');
  const done = new Set(acknowledged.map((record) => textAt(record, 'call_id')));
  const raised = await recordsOf(store, 'anomaly.raised');
  const open = raised.filter((record) => !done.has(textAt(record, 'call_id')) && matches(record, filter));
  return open.slice(0, filter.limit);
}

export interface Acknowledging {
  readonly store: AuditStore;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly session: RecordedSession;
}

/** Acknowledge an alert. Throws `AUDIT_NOT_FOUND` when there is none open by that id. */
export async function acknowledgeAlert({ store, trail, session }: Acknowledging, id: string): Promise<void> {
  const alert = (await openAlerts(store)).find((record) => textAt(record, 'call_id') === id);
  if (alert === undefined) throw new KeywardError('AUDIT_NOT_FOUND', 'no open alert has that id');
  const agentId = textAt(alert, 'agent', 'id');
  const name = textAt(alert, 'agent', 'name');
  const rule = textAt(alert, 'detail', 'rule') ?? null;
  const agent = agentId === undefined ? undefined : { id: agentId, name };
  await trail.record({ type: 'anomaly.acknowledged', call_id: id, session, agent, detail: { rule } });
}

async function recordsOf(store: AuditStore, type: AuditRecord['type']): Promise<readonly AuditRecord[]> {
  const rows = await store.find({ type, limit: MAX_ALERTS });
  return rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
}
