import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';

/** A token, and how often it had been used before uses were counted here. */
export interface CountedToken {
  readonly tokenId: string;
  readonly earlier: number;
}

/** How often tokens were used: apart from the tokens, so that a use changes nothing that servers cache of an agent. */
export interface TokenUses {
  /** Counts one use in one durable step, unless there were `maxUses`: then false. */
  spend(token: CountedToken, maxUses: number): Promise<boolean>;
  /** What was counted here; tokens that were never used are left out. */
  read(tokenIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export function createTokenUses(db: Database<AuditTables>): TokenUses {
  return {
    spend: async ({ tokenId, earlier }, maxUses) =>
      earlier < maxUses &&
      db.write(async (tx) => {
        const first = tx.insertInto('token_uses').values({ token_id: tokenId, uses: 1 });
        const result = await first
          .onConflict((conflict) =>
            conflict
              .column('token_id')
              .doUpdateSet((eb) => ({ uses: eb('token_uses.uses', '+', 1) }))
              .where('token_uses.uses', '<', maxUses - earlier),
          )
          .executeTakeFirst();
        return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
      }),
    read: async (tokenIds) =>
      db.read(async (tx) => {
        const rows = await tx.selectFrom('token_uses').selectAll().where('token_id', 'in', tokenIds).execute();
        return new Map(rows.map(({ token_id: tokenId, uses }) => [tokenId, uses]));
      }),
  };
}
