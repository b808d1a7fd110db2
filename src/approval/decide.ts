import type { AuditStore } from '../audit/index.ts';
import { newId, type JsonObject, type Random, type RecordedSession } from '../core/index.ts';
import { mayAnswer, suffices, type Approver, type ApproverDirectory } from './approver.ts';
import { isWithin, type Extent } from './bounded-yes.ts';
import { readRules, type KeptRules } from './kept-rules.ts';
import type {
  AllowanceRow,
  ApprovalRow,
  ApprovalState,
  ApprovalStore,
  BuildTrail,
  Tier,
  Vote,
  VoteAnswer,
} from './store.ts';

/** What one person answers, by a door that knows who it is. */
export interface Answer {
  readonly id: string;
  /** Of what the person was shown. */
  readonly digest: string;
  readonly approverId: string;
  readonly yes: boolean;
  /** How sure the door is that it was this person. */
  readonly assurance: Tier;
  readonly channel: string;
  /** The person's own words, for its record. */
  readonly reason?: string | undefined;
  /** Where the answer came from, for its record. */
  readonly session?: RecordedSession | undefined;
  /** A yes to more than this one request. */
  readonly extent?: Extent | undefined;
  /** What an outsider can check, such as an assertion of a passkey over the digest. */
  readonly evidence?: JsonObject | undefined;
}

/** A refusal to take an answer. The reason is for the person who gave it; an unknown id and a wrong digest look the same. */
export type AnswerRefusal =
  | { readonly code: 'APPROVAL_NOT_FOUND'; readonly reason: 'unknown' }
  | {
      readonly code: 'APPROVAL_NOT_PERMITTED';
      readonly reason: 'not_an_approver' | 'own_request' | 'assurance_too_low' | 'extent_not_allowed';
    }
  | { readonly code: 'APPROVAL_ANSWERED'; readonly reason: 'answered_before' }
  | { readonly code: 'APPROVAL_ANSWERED'; readonly reason: 'late'; readonly state: ApprovalState };

export type Decided =
  | { readonly kind: 'approved' | 'denied'; readonly row: ApprovalRow; readonly elapsedMs: number }
  /** A second approver must say yes too. */
  | { readonly kind: 'recorded'; readonly row: ApprovalRow; readonly elapsedMs: number }
  | ({ readonly kind: 'refused' } & AnswerRefusal);

export interface DecideDeps {
  readonly store: ApprovalStore;
  readonly approvers: ApproverDirectory;
  readonly random: Random;
  readonly now: () => number;
  readonly record?: RecordAnswer | undefined;
}

/** An answer that is about to count. */
export interface Answered {
  readonly row: ApprovalRow;
  readonly answer: Answer;
  readonly approver: Approver;
  readonly elapsedMs: number;
  readonly callId: string | undefined;
}

/** Writes the record of an answer in the transaction that makes it count. */
export type RecordAnswer = (answered: Answered, append: AuditStore['append']) => Promise<unknown>;

/** Take one person's answer. */
export async function decide(deps: DecideDeps, answer: Answer): Promise<Decided> {
  const row = await deps.store.get(answer.id);
  if (row === undefined || row.digest !== answer.digest)
    return refused({ code: 'APPROVAL_NOT_FOUND', reason: 'unknown' });
  const approver = (await deps.approvers()).find(({ id }) => id === answer.approverId);
  const rules = readRules(row.rules);
  if (!mayAnswer(approver)) return notPermitted('not_an_approver');
  if (rules.requester === approver.id) return notPermitted('own_request');
  if (!suffices(answer.assurance, row.tier, answer.yes)) return notPermitted('assurance_too_low');
  if (answer.extent !== undefined && !(answer.yes && isWithin(answer.extent, rules.largest))) {
    return notPermitted('extent_not_allowed');
  }
  const extent = answer.extent ?? (answer.yes && rules.whole === true ? rules.largest : undefined);
  return vote(deps, { answer: { ...answer, extent }, row, rules, approver });
}

interface OpenVote {
  readonly answer: Answer;
  readonly row: ApprovalRow;
  readonly rules: KeptRules;
  readonly approver: Approver;
}

async function vote(deps: DecideDeps, open: OpenVote): Promise<Decided> {
  const { answer, row, rules, approver } = open;
  const now = deps.now();
  const elapsedMs = now - row.askedAt;
  let kind: VoteAnswer = 'late';
  const cast = async (build?: BuildTrail): Promise<void> => {
    kind = await deps.store.vote(voteOf(deps, open, now), build);
  };
  if (deps.record === undefined) await cast();
  else await deps.record({ row, answer, approver, elapsedMs, callId: rules.callId }, cast);
  return decidedOf(deps, kind, { row, elapsedMs });
}

function voteOf(deps: DecideDeps, { answer, row, rules, approver }: OpenVote, now: number): Vote {
  return {
    approvalId: row.id,
    digest: row.digest,
    approverId: answer.approverId,
    approverVersion: approver.version,
    yes: answer.yes,
    channel: answer.channel,
    assurance: answer.assurance,
    evidence: answer.evidence && JSON.stringify(answer.evidence),
    now,
    allowances: answer.yes ? allowancesOf(row, rules, { extent: answer.extent, random: deps.random, now }) : [],
  };
}

async function decidedOf(
  { store }: DecideDeps,
  kind: VoteAnswer,
  { row, elapsedMs }: { readonly row: ApprovalRow; readonly elapsedMs: number },
): Promise<Decided> {
  if (kind === 'repeated') return refused({ code: 'APPROVAL_ANSWERED', reason: 'answered_before' });
  if (kind === 'late') {
    const { state } = (await store.get(row.id)) ?? row;
    return refused({ code: 'APPROVAL_ANSWERED', reason: 'late', state });
  }
  return { kind, row, elapsedMs };
}

interface Reach {
  readonly extent: Extent | undefined;
  readonly random: Random;
  readonly now: number;
}

// The first use of a bounded yes is the approval's own.
function allowancesOf(row: ApprovalRow, rules: KeptRules, { extent, random, now }: Reach): readonly AllowanceRow[] {
  const base = { approvalId: row.id, agentId: row.agentId };
  const { steps = [], scope } = rules;
  const planned = steps.map(({ itemId, scope: stepScope, uses }) => ({
    ...base,
    id: newId(random),
    itemId,
    scope: stepScope,
    usesLeft: uses,
    expiresAt: row.expiresAt,
  }));
  if (extent === undefined || scope === undefined || extent.uses < 2) return planned;
  const { itemId } = row;
  const bounded = { ...base, id: newId(random), itemId, scope, usesLeft: extent.uses - 1, expiresAt: now + extent.ms };
  return [bounded];
}

function notPermitted(reason: (AnswerRefusal & { code: 'APPROVAL_NOT_PERMITTED' })['reason']): Decided {
  return refused({ code: 'APPROVAL_NOT_PERMITTED', reason });
}

function refused(refusal: AnswerRefusal): Decided {
  return { kind: 'refused', ...refusal };
}
