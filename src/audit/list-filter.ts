import type { EventType, OutcomeResult } from './event-types.ts';
import { textAt } from './json-access.ts';
import type { AuditRecord } from './record.ts';

export interface ListFilter {
  /** At most this many records. Default 50. */
  readonly limit?: number | undefined;
  /** Id or name. */
  readonly agent?: string | undefined;
  /** Id or title. */
  readonly item?: string | undefined;
  /** Host of the request, with its port where it is not the usual one. */
  readonly host?: string | undefined;
  /** Name the MCP client claims. */
  readonly client?: string | undefined;
  readonly callId?: string | undefined;
  readonly types?: readonly EventType[] | undefined;
  readonly result?: OutcomeResult | undefined;
  /** Text that stands in the record, such as a fingerprint. Slow: it reads every record the rest lets through. */
  readonly containing?: string | undefined;
  /** Milliseconds since the epoch; `since` is included, `until` is not. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** The last record of the page before. */
  readonly after?: Pick<AuditRecord, 'at' | 'seq'> | undefined;
}

/** Whether a record is among those asked for; limit and `after` aside. */
export function matches(record: AuditRecord, filter: ListFilter): boolean {
  const at = Date.parse(record.at);
  return (
    isOneOf(filter.agent, namesOf(record, 'agent')) &&
    isOneOf(filter.item, namesOf(record, 'item')) &&
    isOneOf(filter.host, [textAt(record, 'request', 'origin')?.replace(/^[a-z]+:\/\//, '')]) &&
    isOneOf(filter.client, [textAt(record, 'session', 'client', 'name')]) &&
    isOneOf(filter.callId, [textAt(record, 'call_id')]) &&
    isOneOf(filter.result, [textAt(record, 'outcome', 'result')]) &&
    (filter.containing === undefined || JSON.stringify(record).includes(filter.containing)) &&
    (filter.types === undefined || filter.types.includes(record.type)) &&
    (filter.since === undefined || at >= filter.since) &&
    (filter.until === undefined || at < filter.until)
  );
}

/** What a person may call the agent or the item of a record: its id, its name, its title. */
export function namesOf(record: AuditRecord, kind: 'agent' | 'item'): readonly (string | undefined)[] {
  return [idOf(record, kind), textAt(record, kind, 'name'), textAt(record, kind, 'title')];
}

export function idOf(record: AuditRecord, kind: 'agent' | 'item'): string | undefined {
  return textAt(record, kind, 'id') ?? (kind === 'agent' ? textAt(record, 'session', 'principal', 'id') : undefined);
}

function isOneOf(wanted: string | undefined, found: readonly (string | undefined)[]): boolean {
  return wanted === undefined || found.includes(wanted);
}
