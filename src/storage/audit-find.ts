import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { AuditQuery } from '../audit/store.ts';
import type { AuditTables, RecordColumns } from './tables.ts';

type Query = SelectQueryBuilder<AuditTables, 'records', RecordColumns>;

// Word for word as in the migration: SQLite uses a partial index only when the query says its condition.
const TROUBLE = sql<boolean>`outcome <> 'ok'`;
const RARE_TYPE = sql<boolean>`type NOT IN ('call.intent', 'call.attempt', 'call.outcome', 'items.listed')`;
const FREQUENT_TYPES: ReadonlySet<string> = new Set(['call.intent', 'call.attempt', 'call.outcome', 'items.listed']);

/** Rows by their columns, newest first by time. */
export function selectFound(db: Kysely<AuditTables>, query: AuditQuery): Query {
  const { after, containing, limit, outcome, since, type, until } = query;
  let select: Query = db.selectFrom('records').selectAll();
  for (const [column, value] of equalities(query)) select = select.where(column, '=', value);
  if (outcome !== undefined && outcome !== 'ok') select = select.where(TROUBLE);
  if (type !== undefined && !FREQUENT_TYPES.has(type)) select = select.where(RARE_TYPE);
  if (since !== undefined) select = select.where('at', '>=', since);
  if (until !== undefined) select = select.where('at', '<', until);
  if (containing !== undefined) select = select.where(sql<boolean>`instr(record, ${containing}) > 0`);
  if (after !== undefined) select = select.where(sql<boolean>`(at, seq) < (${after.at}, ${after.seq})`);
  return select.orderBy('at', 'desc').orderBy('seq', 'desc').limit(limit);
}

type FilterColumn = 'type' | 'call_id' | 'agent_id' | 'item_id' | 'host' | 'client' | 'outcome';

function equalities(query: AuditQuery): readonly [FilterColumn, string][] {
  const wanted: readonly [FilterColumn, string | undefined][] = [
    ['type', query.type],
    ['call_id', query.callId],
    ['agent_id', query.agentId],
    ['item_id', query.itemId],
    ['host', query.host],
    ['client', query.client],
    ['outcome', query.outcome],
  ];
  return wanted.flatMap(([column, value]) => (value === undefined ? [] : [[column, value]]));
}
