import type { Kysely } from 'kysely';
import type { LeaseClaim } from '../audit/store.ts';
import type { AuditTables } from './tables.ts';

/** True when the lease is the claimant's from now on. */
export async function claimLease(tx: Kysely<AuditTables>, claim: LeaseClaim): Promise<boolean> {
  const { name, holder, nowMs, forMs } = claim;
  const until = nowMs + forMs;
  const insert = tx.insertInto('leases').values({ name, holder, until });
  const result = await insert
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        // One that ends later than any could that begins now is of a clock that was put back.
        .where(({ or, eb }) =>
          or([eb('leases.holder', '=', holder), eb('leases.until', '<=', nowMs), eb('leases.until', '>', until)]),
        ),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

export async function releaseLease(tx: Kysely<AuditTables>, name: string, holder: string): Promise<void> {
  await tx.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
}
