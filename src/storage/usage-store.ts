import type { UsageStore } from '../broker/usage-store.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';
import { sumCalls, sumReflections } from './usage-limits.ts';

/** The port of the broker for what was used, over the database of the trail. */
export function createUsageStore(db: Database<AuditTables>): UsageStore {
  return {
    countCalls: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumCalls(tx, window)))),
    countReflections: (window) => db.read(async (tx) => totalOf(await tx.executeQuery(sumReflections(tx, window)))),
  };
}

function totalOf({ rows }: { readonly rows: readonly { readonly total: number | null }[] }): number {
  return Number(rows[0]?.total ?? 0);
}
