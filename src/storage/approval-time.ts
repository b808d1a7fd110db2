import { sql, type Kysely } from 'kysely';
import type { AuditTables } from './tables.ts';

type Tx = Kysely<AuditTables>;

// Word for word as in the migration: SQLite uses a partial index only when the query says its condition.
export const OPEN = sql<boolean>`state IN ('pending', 'not_shown', 'approved')`;
export const WAITING = sql<boolean>`state IN ('pending', 'not_shown')`;

// Less is a correction of the clock, not an attempt to get an approval back.
const CORRECTION_MS = 5_000;

/**
 * The time to judge by, after everything that has run out by then has ended. A clock that was put back would give old approvals
 * their time again: then everything open ends, and people are asked anew.
 */
export async function settleTime(tx: Tx, clock: number): Promise<number> {
  const row = await tx.selectFrom('approval_clock').select('latest').executeTakeFirstOrThrow();
  const isPutBack = clock < row.latest - CORRECTION_MS;
  const now = isPutBack ? clock : Math.max(clock, row.latest);
  if (now !== row.latest) await tx.updateTable('approval_clock').set({ latest: now }).execute();
  await endOpen(tx, now, isPutBack);
  if (isPutBack) await tx.updateTable('approval_allowances').set({ uses_left: 0 }).where('uses_left', '>', 0).execute();
  return now;
}

async function endOpen(tx: Tx, now: number, all: boolean): Promise<void> {
  let open = tx.updateTable('approvals').set({ state: 'expired', ended_at: now, shown: null }).where(OPEN);
  if (!all) {
    const late = sql<boolean>`CASE state WHEN 'approved' THEN expires_at ELSE answer_by END <= ${now}`;
    open = open.where(late);
  }
  await open.execute();
}
