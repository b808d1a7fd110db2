import type { AuditStore } from '../audit/store.ts';
import { createAppend, selectHead } from './audit-append.ts';
import { selectFound } from './audit-find.ts';
import { createReadEntries } from './audit-entries.ts';
import { claimLease, releaseLease } from './audit-leases.ts';
import { fromRecordColumns } from './audit-rows.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';

/** The port of `audit` over any database Kysely speaks to. */
export function createAuditStore(db: Database<AuditTables>): AuditStore {
  const append = createAppend();
  const readEntries = createReadEntries();
  return {
    append: (build, limits) => db.write((tx) => append(tx, build, { limits })),
    head: () => db.read((tx) => selectHead(tx).executeTakeFirst()),
    read: (fromSeq, limit) =>
      db.read(async (tx) => {
        const rows = tx.selectFrom('records').selectAll().where('seq', '>=', fromSeq).orderBy('seq').limit(limit);
        return (await rows.execute()).map(fromRecordColumns);
      }),
    readEntries: (fromSeq, limit) => db.read((tx) => readEntries(tx, fromSeq, limit)),
    readLatest: (limit) =>
      db.read(async (tx) => {
        const rows = tx.selectFrom('records').selectAll().orderBy('seq', 'desc').limit(limit);
        return (await rows.execute()).map(fromRecordColumns);
      }),
    findOpenIntents: (before) =>
      db.read(async (tx) => {
        const open = tx.selectFrom('open_intents').innerJoin('records', 'records.seq', 'open_intents.seq');
        const rows = open.selectAll('records').where('records.at', '<', before).orderBy('records.seq');
        return (await rows.execute()).map(fromRecordColumns);
      }),
    find: (query) => db.read(async (tx) => (await selectFound(tx, query).execute()).map(fromRecordColumns)),
    prune: (throughSeq, limit) =>
      db.write(async (tx) => {
        const oldest = tx
          .selectFrom('records')
          .select('seq')
          .where('seq', '<=', throughSeq)
          .orderBy('seq')
          .limit(limit);
        const result = await tx.deleteFrom('records').where('seq', 'in', oldest).executeTakeFirst();
        return Number(result.numDeletedRows);
      }),
    claimLease: (claim) => db.write((tx) => claimLease(tx, claim)),
    releaseLease: (name, holder) => db.write((tx) => releaseLease(tx, name, holder)),
    readAnchor: () => db.read(async (tx) => (await tx.selectFrom('anchor').select('value').executeTakeFirst())?.value),
    writeAnchor: (value) =>
      db.write(async (tx) => {
        const row = tx.insertInto('anchor').values({ id: 1, value });
        await row.onConflict((conflict) => conflict.column('id').doUpdateSet({ value })).execute();
      }),
    close: () => db.close(),
  };
}
