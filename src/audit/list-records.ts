import type { EventType, OutcomeResult } from './event-types.ts';
import { textAt } from './json-access.ts';
import { readRecord, type AuditRecord } from './record.ts';
import type { AuditStore } from './store.ts';

const DEFAULT_LIMIT = 50;
const MAX_SCAN = 10_000;

export interface ListFilter {
  /** At most this many records. Default 50. */
  readonly limit?: number | undefined;
  /** Id or name. */
  readonly agent?: string | undefined;
  /** Id or title. */
  readonly item?: string | undefined;
  readonly callId?: string | undefined;
  readonly types?: readonly EventType[] | undefined;
  readonly result?: OutcomeResult | undefined;
  /** Milliseconds since the epoch; `since` is included, `until` is not. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Records newest first. Rows that cannot be read as records are left out: `verify` is what names them. */
export async function listRecords(store: AuditStore, filter: ListFilter): Promise<readonly AuditRecord[]> {
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const rows = await store.readLatest(isNarrow(filter) ? MAX_SCAN : limit);
  const records = rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
  return records.filter((record) => matches(record, filter)).slice(0, limit);
}

function isNarrow({ limit: _limit, ...rest }: ListFilter): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

function matches(record: AuditRecord, filter: ListFilter): boolean {
  const at = Date.parse(record.at);
  return (
    isOneOf(filter.agent, [textAt(record, 'agent', 'id'), textAt(record, 'agent', 'name')]) &&
    isOneOf(filter.item, [textAt(record, 'item', 'id'), textAt(record, 'item', 'title')]) &&
    isOneOf(filter.callId, [textAt(record, 'call_id')]) &&
    isOneOf(filter.result, [textAt(record, 'outcome', 'result')]) &&
    (filter.types === undefined || filter.types.includes(record.type)) &&
    (filter.since === undefined || at >= filter.since) &&
    (filter.until === undefined || at < filter.until)
  );
}

function isOneOf(wanted: string | undefined, found: readonly (string | undefined)[]): boolean {
  return wanted === undefined || found.includes(wanted);
}
