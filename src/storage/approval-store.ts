import { sql, type Kysely } from 'kysely';
import type { AnsweringHabit, ApprovalQuery, ApprovalRow, ApprovalStore } from '../approval/store.ts';
import { castVote, loseChannel, setReached } from './approval-answers.ts';
import { askOnce, findLatest } from './approval-ask.ts';
import { fromAllowanceColumns, fromApprovalColumns, fromVoteColumns } from './approval-rows.ts';
import { spendOnce, voidAll } from './approval-spend.ts';
import { settleTime } from './approval-time.ts';
import { createAppend } from './audit-append.ts';
import type { Database } from './database.ts';
import type { AuditTables } from './tables.ts';

type Tx = Kysely<AuditTables>;
type Writes = Pick<
  ApprovalStore,
  'ask' | 'vote' | 'setReached' | 'loseChannel' | 'spend' | 'voidAll' | 'claimOnce' | 'prune'
>;

const FAST_MS = 2_000;

/** The port of `approval`, in the database of the trail. */
export function createApprovalStore(db: Database<AuditTables>): ApprovalStore {
  return { ...createWrites(db), ...createReads(db) };
}

function createWrites(db: Database<AuditTables>): Writes {
  const append = createAppend();
  return {
    ask: (key, decide) => db.write((tx) => askOnce(tx, key, decide)),
    vote: (vote, build) =>
      db.write(async (tx) => {
        const answer = await castVote(tx, vote);
        if (build !== undefined && answer !== 'late' && answer !== 'repeated') await append(tx, build);
        return answer;
      }),
    setReached: (id, channels, now) =>
      db.write(async (tx) => {
        await settleTime(tx, now);
        await setReached(tx, id, channels);
      }),
    loseChannel: (id, channel, now) =>
      db.write(async (tx) => {
        await settleTime(tx, now);
        await loseChannel(tx, id, channel);
      }),
    spend: (spending, build, limits) =>
      db.write(async (tx) => {
        if (build === undefined) return spendOnce(tx, spending);
        let isSpent = false;
        await append(tx, build, { limits, change: async () => (isSpent = await spendOnce(tx, spending)) });
        return isSpent;
      }),
    voidAll: (reason, now) => db.write((tx) => voidAll(tx, reason, now)),
    claimOnce: (name, now, until) => db.write((tx) => claimOnce(tx, { name, now, until })),
    prune: (before) =>
      db.write(async (tx) => {
        const result = await tx.deleteFrom('approvals').where('ended_at', '<', before).executeTakeFirst();
        return Number(result.numDeletedRows);
      }),
  };
}

function createReads(db: Database<AuditTables>): Omit<ApprovalStore, keyof Writes> {
  return {
    find: (lookup) => db.read((tx) => findLatest(tx, lookup)),
    get: (id) =>
      db.read(async (tx) => {
        const row = await tx.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst();
        return row && fromApprovalColumns(row);
      }),
    list: (query) => db.read((tx) => list(tx, query)),
    votes: (approvalId) =>
      db.read(async (tx) => {
        const votes = tx.selectFrom('approval_votes').selectAll().where('approval_id', '=', approvalId);
        return (await votes.orderBy('at').orderBy('approver_id').execute()).map(fromVoteColumns);
      }),
    allowances: (agentId, now) =>
      db.read(async (tx) => {
        const own = tx.selectFrom('approval_allowances').selectAll().where('agent_id', '=', agentId);
        const usable = own.where('uses_left', '>', 0).where('expires_at', '>', now);
        return (await usable.orderBy('expires_at').orderBy('id').execute()).map(fromAllowanceColumns);
      }),
    countDenials: (agentId, since) =>
      db.read(async (tx) => {
        const own = tx.selectFrom('approvals').where('agent_id', '=', agentId).where('state', '=', 'denied');
        const count = own.where('ended_at', '>=', since).select((eb) => eb.fn.countAll().as('count'));
        return Number((await count.executeTakeFirstOrThrow()).count);
      }),
    habits: (since) => db.read((tx) => habits(tx, since)),
  };
}

async function list(tx: Tx, { states, agentId, limit }: ApprovalQuery): Promise<readonly ApprovalRow[]> {
  let rows = tx.selectFrom('approvals').selectAll();
  if (states !== undefined) rows = rows.where('state', 'in', states);
  if (agentId !== undefined) rows = rows.where('agent_id', '=', agentId);
  const newest = rows
    .orderBy('asked_at', 'desc')
    .orderBy(sql`rowid`, 'desc')
    .limit(limit);
  return (await newest.execute()).map(fromApprovalColumns);
}

async function habits(tx: Tx, since: number): Promise<readonly AnsweringHabit[]> {
  const votes = tx.selectFrom('approval_votes').where('at', '>=', since).groupBy('approver_id').orderBy('approver_id');
  const rows = await votes
    .select(({ fn }) => [
      'approver_id',
      fn.countAll<number>().as('all'),
      fn.sum<number>('yes').as('yes'),
      fn.avg<number>('elapsed_ms').as('mean'),
      sql<number>`sum(elapsed_ms < ${FAST_MS})`.as('fast'),
    ])
    .execute();
  return rows.map(({ approver_id: approverId, all, yes, mean, fast }) => ({
    approverId,
    yes: Number(yes),
    no: Number(all) - Number(yes),
    meanMs: Math.round(Number(mean)),
    fast: Number(fast),
  }));
}

async function claimOnce(
  tx: Tx,
  { name, now, until }: { readonly name: string; readonly now: number; readonly until: number },
): Promise<boolean> {
  await tx.deleteFrom('approval_claims').where('until', '<=', now).execute();
  const insert = tx.insertInto('approval_claims').values({ name, until });
  const result = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}
