import { sql, type Kysely } from 'kysely';
import type { UsageStore } from '../broker/usage-store.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';
import { sumCalls, sumReflections } from './usage-limits.ts';

/** The port of the broker for what was used, over the database of the trail. */
export function createUsageStore(db: Database<AuditTables>): UsageStore {
  return {
    countCalls: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumCalls(tx, window)))),
    hasCalled: (call) => db.read((tx) => hasCalled(tx, call)),
    countReflections: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumReflections(tx, window)))),
  };
}

async function hasCalled(
  tx: Kysely<AuditTables>,
  { agentId, itemId, host }: Parameters<UsageStore['hasCalled']>[0],
): Promise<boolean> {
  let calls = tx.selectFrom('records').select('seq').where('type', '=', sql.lit('call.intent'));
  calls = calls.where('agent_id', '=', agentId);
  if (itemId !== undefined) calls = calls.where('item_id', '=', itemId);
  if (host !== undefined) calls = calls.where('host', '=', host);
  return (await calls.limit(1).executeTakeFirst()) !== undefined;
}

function totalOf({ rows }: { readonly rows: readonly { readonly total: number | null }[] }): number {
  return Number(rows[0]?.total ?? 0);
}
