import { sql, type Kysely } from 'kysely';
import type { AskKey, Found, Lookup, Seen, Step } from '../approval/store.ts';
import { fromAllowanceColumns, fromApprovalColumns, toApprovalColumns } from './approval-rows.ts';
import { OPEN, settleTime } from './approval-time.ts';
import type { AuditTables } from './tables.ts';

type Tx = Kysely<AuditTables>;

/** What is there already, and then one step that is decided by it, atomically. */
export async function askOnce(tx: Tx, key: AskKey, decide: (seen: Seen) => Step): Promise<void> {
  const now = await settleTime(tx, key.now);
  await voidOtherVersions(tx, key, now);
  const step = decide({ ...(await findLatest(tx, { ...key, now })), ...(await countBefore(tx, key)), now });
  if (step.kind === 'tell') await tx.updateTable('approvals').set({ told: 1 }).where('id', '=', step.id).execute();
  if (step.kind === 'notify') {
    await tx.updateTable('approvals').set({ notified_at: now }).where('id', '=', step.id).execute();
  }
  if (step.kind !== 'insert') return;
  await tx.insertInto('approvals').values(toApprovalColumns(step.row)).execute();
  await expireNotShown(tx, key, now);
}

export async function findLatest(tx: Tx, { fingerprint, scope, agentId, now }: Lookup): Promise<Found> {
  const same = tx.selectFrom('approvals').selectAll().where('fingerprint', '=', fingerprint);
  const row = await same
    .orderBy('asked_at', 'desc')
    .orderBy(sql`rowid`, 'desc')
    .limit(1)
    .executeTakeFirst();
  const latest = row && fromApprovalColumns(row);
  if (scope === undefined) return { latest, allowance: undefined };
  const usable = tx.selectFrom('approval_allowances').selectAll().where('scope', '=', scope).where('uses_left', '>', 0);
  const allowance = await usable
    .where('agent_id', '=', agentId)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .limit(1)
    .executeTakeFirst();
  return { latest, allowance: allowance && fromAllowanceColumns(allowance) };
}

async function voidOtherVersions(tx: Tx, { intent, fingerprint }: AskKey, now: number): Promise<void> {
  const other = tx.updateTable('approvals').set({ state: 'void', ended_at: now, shown: null });
  await other.where(OPEN).where('intent', '=', intent).where('fingerprint', '!=', fingerprint).execute();
}

async function countBefore(
  tx: Tx,
  { agentId, itemId, deniedSince }: AskKey,
): Promise<Pick<Seen, 'pending' | 'denials'>> {
  const own = tx.selectFrom('approvals').where('agent_id', '=', agentId);
  const pending = own.select((eb) => eb.fn.countAll().as('count')).where('state', '=', 'pending');
  const { count } = await pending.executeTakeFirstOrThrow();
  const denied = own.select('ended_at').where('state', '=', 'denied').where('ended_at', '>=', deniedSince);
  const rows = await denied.where('item_id', '=', itemId).orderBy('ended_at').execute();
  return { pending: Number(count), denials: rows.map(({ ended_at: at }) => at ?? 0) };
}

// Where no approver can be reached, an agent would fill the file; refusing it would be a lockout without a refusal.
async function expireNotShown(tx: Tx, { agentId, maxNotShown }: AskKey, now: number): Promise<void> {
  const own = tx.selectFrom('approvals').select('id').where('agent_id', '=', agentId).where('state', '=', 'not_shown');
  const rows = await own
    .orderBy('asked_at', 'desc')
    .orderBy(sql`rowid`, 'desc')
    .execute();
  const ids = rows.slice(maxNotShown).map(({ id }) => id);
  if (ids.length === 0) return;
  const ended = { state: 'expired', ended_at: now, shown: null };
  await tx.updateTable('approvals').set(ended).where('id', 'in', ids).execute();
}
