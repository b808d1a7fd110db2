import { sql } from 'kysely';
import type { RecordTally } from '../audit/tally.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';

/** Counts of the trail over time, by the indexes that end in the time of a record. */
export function createRecordTally(db: Database<AuditTables>): RecordTally {
  return {
    count: ({ since, bucketMs, maxRecords, agentId, itemId, host }) =>
      db.read(async (tx) => {
        let newest = tx.selectFrom('records').select(['at', 'type', 'outcome']).where('at', '>=', since);
        if (agentId !== undefined) newest = newest.where('agent_id', '=', agentId);
        if (itemId !== undefined) newest = newest.where('item_id', '=', itemId);
        if (host !== undefined) newest = newest.where('host', '=', host);
        const limited = newest.orderBy('at', 'desc').limit(maxRecords).as('newest');
        const bucket = sql<number>`at / ${sql.lit(bucketMs)}`;
        const rows = await tx
          .selectFrom(limited)
          .select([bucket.as('bucket'), 'type', 'outcome', (eb) => eb.fn.countAll().as('count')])
          .groupBy([bucket, 'type', 'outcome'])
          .execute();
        return rows.map((row) => ({
          bucket: Number(row.bucket),
          type: row.type,
          outcome: row.outcome ?? undefined,
          count: Number(row.count),
        }));
      }),
  };
}
