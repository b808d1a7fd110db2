import type { Kysely } from 'kysely';
import type { Vote, VoteAnswer } from '../approval/store.ts';
import { readNames, toAllowanceColumns } from './approval-rows.ts';
import { settleTime, WAITING } from './approval-time.ts';
import type { ApprovalColumns, AuditTables } from './tables.ts';

type Tx = Kysely<AuditTables>;

/** Of an approve and a deny, two approvers, an answer and the end of its time: one wins, later ones are told why. */
export async function castVote(tx: Tx, vote: Vote): Promise<VoteAnswer> {
  const now = await settleTime(tx, vote.now);
  const { approvalId: id, digest } = vote;
  const waiting = tx.selectFrom('approvals').selectAll().where('id', '=', id).where('digest', '=', digest);
  const row = await waiting.where(WAITING).executeTakeFirst();
  if (row === undefined) return 'late';
  if (!(await insertVote(tx, vote, { now, askedAt: row.asked_at }))) return 'repeated';
  return vote.yes ? approve(tx, row, vote) : deny(tx, id, now);
}

async function insertVote(tx: Tx, vote: Vote, { now, askedAt }: { now: number; askedAt: number }): Promise<boolean> {
  const insert = tx.insertInto('approval_votes').values({
    approval_id: vote.approvalId,
    approver_id: vote.approverId,
    approver_version: vote.approverVersion,
    yes: Number(vote.yes),
    channel: vote.channel,
    assurance: vote.assurance,
    at: now,
    elapsed_ms: now - askedAt,
    evidence: vote.evidence ?? null,
  });
  const result = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

async function approve(tx: Tx, row: ApprovalColumns, { allowances }: Vote): Promise<VoteAnswer> {
  const yeses = tx.selectFrom('approval_votes').select((eb) => eb.fn.countAll().as('count'));
  const { count } = await yeses.where('approval_id', '=', row.id).where('yes', '=', 1).executeTakeFirstOrThrow();
  if (Number(count) < row.needed) return 'recorded';
  await tx.updateTable('approvals').set({ state: 'approved' }).where('id', '=', row.id).execute();
  for (const allowance of allowances) {
    await tx.insertInto('approval_allowances').values(toAllowanceColumns(allowance)).execute();
  }
  return 'approved';
}

async function deny(tx: Tx, id: string, now: number): Promise<VoteAnswer> {
  const ended = { state: 'denied', ended_at: now, shown: null };
  await tx.updateTable('approvals').set(ended).where('id', '=', id).execute();
  return 'denied';
}

export async function setReached(tx: Tx, id: string, channels: readonly string[]): Promise<void> {
  const state = channels.length === 0 ? 'not_shown' : 'pending';
  const reached = JSON.stringify(channels);
  await tx.updateTable('approvals').set({ state, reached }).where('id', '=', id).where(WAITING).execute();
}

export async function loseChannel(tx: Tx, id: string, channel: string): Promise<void> {
  const row = await tx.selectFrom('approvals').select('reached').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return;
  const left = readNames(row.reached).filter((name) => name !== channel);
  await setReached(tx, id, left);
}
