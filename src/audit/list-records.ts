import { isId } from '../core/index.ts';
import type { EventType } from './event-types.ts';
import { idOf, matches, namesOf, type ListFilter } from './list-filter.ts';
import { readRecord, type AuditRecord } from './record.ts';
import type { AuditQuery, AuditRow, AuditStore } from './store.ts';

const DEFAULT_LIMIT = 50;
const PAGE_ROWS = 1_000;
const MAX_SCANNED_ROWS = 50_000;

/** Records newest first. Rows that cannot be read as records are left out: `verify` is what names them. */
export async function listRecords(store: AuditStore, filter: ListFilter): Promise<readonly AuditRecord[]> {
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const agents = await resolveNames(store, filter.agent, { types: ['agent.created'], kind: 'agent' });
  const items = await resolveNames(store, filter.item, { types: ['item.created', 'item.edited'], kind: 'item' });
  const found: AuditRecord[] = [];
  for (const agent of agents) {
    for (const item of items) found.push(...(await collect(store, { ...filter, agent, item, limit })));
  }
  return found.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.seq - a.seq).slice(0, limit);
}

/** Records after `seq` in the order they were written, and how far was read: for a reader that follows the trail. */
export async function readSince(
  store: AuditStore,
  seq: number,
  filter: ListFilter,
): Promise<{ readonly records: readonly AuditRecord[]; readonly seq: number }> {
  const rows = await store.read(seq + 1, PAGE_ROWS);
  return { records: recordsOf(rows).filter((record) => matches(record, filter)), seq: rows.at(-1)?.seq ?? seq };
}

async function collect(store: AuditStore, filter: ListFilter & { readonly limit: number }): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  let query = queryOf(filter);
  for (let scanned = 0; found.length < filter.limit && scanned < MAX_SCANNED_ROWS;) {
    const rows = await store.find(query);
    found.push(...recordsOf(rows).filter((record) => matches(record, filter)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < query.limit) break;
    scanned += rows.length;
    query = { ...query, after: { at: last.at, seq: last.seq } };
  }
  return found.slice(0, filter.limit);
}

function queryOf(filter: ListFilter & { readonly limit: number }): AuditQuery {
  const { agent, item, types, result, after } = filter;
  const agentId = idOrNothing(agent);
  const itemId = idOrNothing(item);
  const type = types?.length === 1 ? types[0] : undefined;
  // When the store answers exactly what is wanted, no more need be read than is asked for.
  const exact = agentId === agent && itemId === item && (types === undefined || type !== undefined);
  return {
    ...filter,
    agentId,
    itemId,
    type,
    outcome: result,
    limit: exact ? filter.limit : PAGE_ROWS,
    after: after === undefined ? undefined : { at: Date.parse(after.at), seq: after.seq },
  };
}

function idOrNothing(text: string | undefined): string | undefined {
  return text !== undefined && isId(text) ? text : undefined;
}

interface Naming {
  readonly types: readonly EventType[];
  readonly kind: 'agent' | 'item';
}

// Names change and are used again, so a name may stand for several ids: the owner's own records know which.
// Where those do not reach back, the name stays, and the records themselves are looked through.
async function resolveNames(
  store: AuditStore,
  name: string | undefined,
  { types, kind }: Naming,
): Promise<readonly (string | undefined)[]> {
  if (name === undefined || isId(name)) return [name];
  const ids = new Set<string>();
  for (const type of types) {
    const records = recordsOf(await store.find({ type, limit: MAX_SCANNED_ROWS }));
    for (const record of records) if (namesOf(record, kind).includes(name)) ids.add(idOf(record, kind) ?? name);
  }
  return ids.size === 0 ? [name] : [...ids];
}

function recordsOf(rows: readonly AuditRow[]): readonly AuditRecord[] {
  return rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
}
