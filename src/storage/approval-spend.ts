import type { Kysely } from 'kysely';
import type { Spending, VoidReason } from '../approval/store.ts';
import { OPEN, settleTime } from './approval-time.ts';
import type { AuditTables } from './tables.ts';

type Tx = Kysely<AuditTables>;

/** One guarded update: a look and then a change would let every one of several callers through. */
export async function spendOnce(tx: Tx, spending: Spending): Promise<boolean> {
  const now = await settleTime(tx, spending.now);
  return spending.kind === 'approval' ? spendApproval(tx, spending, now) : spendAllowance(tx, spending, now);
}

async function spendApproval(tx: Tx, spending: Spending & { kind: 'approval' }, now: number): Promise<boolean> {
  const { id, digest, callId } = spending;
  const spent = { state: 'spent', ended_at: now, shown: null, spent_by: callId };
  const update = tx.updateTable('approvals').set(spent).where('id', '=', id).where('digest', '=', digest);
  const alive = update.where('state', '=', 'approved').where('kind', '=', 'request').where('expires_at', '>', now);
  const result = await alive.executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function spendAllowance(tx: Tx, { id, scope }: Spending & { kind: 'allowance' }, now: number): Promise<boolean> {
  const update = tx.updateTable('approval_allowances').set((eb) => ({ uses_left: eb('uses_left', '-', 1) }));
  const alive = update.where('id', '=', id).where('scope', '=', scope).where('expires_at', '>', now);
  const result = await alive.where('uses_left', '>', 0).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function voidAll(tx: Tx, reason: VoidReason, clock: number): Promise<number> {
  const now = await settleTime(tx, clock);
  const ids = await openOf(tx, reason);
  if (ids.length === 0) return 0;
  const ended = { state: 'void', ended_at: now, shown: null };
  const approvals = tx.updateTable('approvals').set(ended).where(OPEN).where('id', 'in', ids);
  const allowances = tx.updateTable('approval_allowances').set({ uses_left: 0 }).where('uses_left', '>', 0);
  const first = await approvals.executeTakeFirst();
  const second = await allowances.where('approval_id', 'in', ids).executeTakeFirst();
  return Number(first.numUpdatedRows + second.numUpdatedRows);
}

// Approvals that are open, or ended and still carry allowances. A plan names its items only in its allowances.
async function openOf(tx: Tx, reason: VoidReason): Promise<readonly string[]> {
  if ('approvalId' in reason) return [reason.approvalId];
  const all = tx.selectFrom('approvals').select('id');
  const carrying = tx.selectFrom('approval_allowances').select('approval_id as id').where('uses_left', '>', 0);
  if ('approverId' in reason) {
    const voted = tx.selectFrom('approval_votes').select('approval_id as id');
    const rows = await voted.where('approver_id', '=', reason.approverId).where('yes', '=', 1).execute();
    return rows.map(({ id }) => id);
  }
  if ('tokenId' in reason) return idsOf(await all.where('token_id', '=', reason.tokenId).execute());
  const [column, value] =
    'itemId' in reason ? (['item_id', reason.itemId] as const) : (['agent_id', reason.agentId] as const);
  const direct = await all.where(column, '=', value).where(OPEN).execute();
  return [...idsOf(direct), ...idsOf(await carrying.where(column, '=', value).execute())];
}

function idsOf(rows: readonly { id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}
