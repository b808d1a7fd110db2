import type { AuditRow } from '../audit/store.ts';
import type { RecordColumns } from './tables.ts';

export function toRecordColumns(row: AuditRow): RecordColumns {
  return {
    seq: row.seq,
    at: row.at,
    type: row.type,
    call_id: row.callId ?? null,
    agent_id: row.agentId ?? null,
    item_id: row.itemId ?? null,
    host: row.host ?? null,
    client: row.client ?? null,
    outcome: row.outcome ?? null,
    hash: row.hash,
    record: row.record,
  };
}

export function fromRecordColumns(columns: RecordColumns): AuditRow {
  return {
    seq: columns.seq,
    at: columns.at,
    type: columns.type,
    callId: columns.call_id ?? undefined,
    agentId: columns.agent_id ?? undefined,
    itemId: columns.item_id ?? undefined,
    host: columns.host ?? undefined,
    client: columns.client ?? undefined,
    outcome: columns.outcome ?? undefined,
    hash: columns.hash,
    record: columns.record,
  };
}
