import type { LockStore, UsageStore } from '../broker/usage-store.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';
import { sumCalls, sumReflections } from './usage-limits.ts';

/** The ports for what was used, over the database of the trail. */
export function createUsageStore(db: Database<AuditTables>): UsageStore & LockStore {
  return {
    countCalls: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumCalls(tx, window)))),
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

function totalOf({ rows }: { readonly rows: readonly { readonly total: number | null }[] }): number {
  return Number(rows[0]?.total ?? 0);
}
