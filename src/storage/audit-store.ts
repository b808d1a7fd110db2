import type { Kysely } from 'kysely';
import type { AuditHead, AuditRow, AuditStore } from '../audit/store.ts';
import { KeywardError } from '../core/index.ts';
import type { Database } from './database.ts';
import type { AuditTables, RecordColumns } from './tables.ts';

type Tx = Kysely<AuditTables>;

/** The port of the audit room over any database Kysely speaks to. */
export function createAuditStore(db: Database<AuditTables>): AuditStore {
  return {
    append: (build) =>
      db.write(async (tx) => {
        const head = await readHead(tx);
        const rows = build(head);
        assertFollows(head, rows);
        for (const row of rows) await insertRow(tx, row);
      }),
    head: () => db.read(readHead),
    read: (fromSeq, limit) =>
      db.read(async (tx) => {
        const rows = tx.selectFrom('records').selectAll().where('seq', '>=', fromSeq).orderBy('seq').limit(limit);
        return (await rows.execute()).map(fromColumns);
      }),
    readLatest: (limit) =>
      db.read(async (tx) => {
        const rows = tx.selectFrom('records').selectAll().orderBy('seq', 'desc').limit(limit);
        return (await rows.execute()).map(fromColumns);
      }),
    findOpenIntents: (before) =>
      db.read(async (tx) => {
        const open = tx.selectFrom('open_intents').innerJoin('records', 'records.seq', 'open_intents.seq');
        const rows = open.selectAll('records').where('records.at', '<', before).orderBy('records.seq');
        return (await rows.execute()).map(fromColumns);
      }),
    close: () => db.close(),
  };
}

async function readHead(tx: Tx): Promise<AuditHead | undefined> {
  return tx.selectFrom('records').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

// The chain has no gap and no fork because nothing but this is ever inserted, under the write lock.
function assertFollows(head: AuditHead | undefined, rows: readonly AuditRow[]): void {
  const first = (head?.seq ?? 0) + 1;
  if (rows.some((row, index) => row.seq !== first + index)) {
    throw new KeywardError('INTERNAL', 'audit rows must follow the head without a gap');
  }
}

async function insertRow(tx: Tx, row: AuditRow): Promise<void> {
  await tx.insertInto('records').values(toColumns(row)).execute();
  if (row.callId === undefined) return;
  if (row.type === 'call.intent') {
    await tx.insertInto('open_intents').values({ call_id: row.callId, seq: row.seq }).execute();
  } else if (row.type === 'call.outcome') {
    await tx.deleteFrom('open_intents').where('call_id', '=', row.callId).execute();
  }
}

function toColumns(row: AuditRow): RecordColumns {
  return {
    seq: row.seq,
    at: row.at,
    type: row.type,
    call_id: row.callId ?? null,
    agent_id: row.agentId ?? null,
    item_id: row.itemId ?? null,
    hash: row.hash,
    record: row.record,
  };
}

function fromColumns(columns: RecordColumns): AuditRow {
  return {
    seq: columns.seq,
    record: columns.record,
    hash: columns.hash,
    at: columns.at,
    type: columns.type,
    callId: columns.call_id ?? undefined,
    agentId: columns.agent_id ?? undefined,
    itemId: columns.item_id ?? undefined,
  };
}
