import { sql, type Kysely } from 'kysely';
import type { LockStore, UsageStore } from '../broker/usage-store.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';
import { sumCalls, sumReflections } from './usage-limits.ts';

/** The ports for what was used, over the database of the trail. */
export function createUsageStore(db: Database<AuditTables>): UsageStore & LockStore {
  return {
    countCalls: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumCalls(tx, window)))),
    hasCalled: (call) => db.read((tx) => hasCalled(tx, call)),
    countReflections: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumReflections(tx, window)))),
    reflectedItems: (since) =>
      db.read(async (tx) => {
        const rows = tx.selectFrom('reflections').where('at', '>', since).groupBy(['agent_id', 'item_id']);
        const found = await rows
          .select((eb) => ['agent_id', 'item_id', eb.fn.sum<number>('charge').as('charge'), eb.fn.max('at').as('last')])
          .execute();
        return found.map((row) => ({
          agentId: row.agent_id,
          itemId: row.item_id,
          charge: Number(row.charge),
          lastAt: row.last,
        }));
      }),
    forgetReflections: ({ itemId, agentId }) =>
      db.write(async (tx) => {
        const all = tx.deleteFrom('reflections').where('item_id', '=', itemId);
        const gone = agentId === undefined ? all : all.where('agent_id', '=', agentId);
        const rows = await gone.returning('agent_id').execute();
        return new Set(rows.map((row) => row.agent_id)).size;
      }),
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
