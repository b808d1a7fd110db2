import type { AuditStore } from '../audit/index.ts';
import { equal, ready } from '../crypto/index.ts';
import { approvalRequest, scopeOf, type Act } from './act.ts';
import { mayAnswer, type ApproverDirectory } from './approver.ts';
import { readRules } from './kept-rules.ts';
import type { Permit } from './standing.ts';
import type { ApprovalRow, ApprovalStore, Spending } from './store.ts';
import { digestOf } from './terms.ts';

export interface Use {
  readonly permit: Permit;
  /** From the bytes about to be sent. */
  readonly act: Act;
  readonly callId: string;
  /** Writes records of the trail, such as the intent, by way of the use: in its transaction, or not at all. */
  readonly record?: ((append: AuditStore['append']) => Promise<unknown>) | undefined;
}

export type Spent =
  | { readonly kind: 'spent'; readonly approvalId: string }
  | {
      readonly kind: 'refused';
      readonly code: 'APPROVAL_VOID' | 'APPROVAL_EXPIRED';
      readonly reason: 'request_changed' | 'approver_changed' | 'already_used' | 'expired' | 'void';
    };

export interface SpendDeps {
  readonly store: ApprovalStore;
  readonly approvers: ApproverDirectory;
  readonly now: () => number;
}

/**
 * Use a yes, durably, before anything is sent: exactly one caller gets `spent` for each use, in whatever process. After a crash
 * the use is gone and nothing was sent, never the other way round.
 */
export async function spend(deps: SpendDeps, { permit, act, callId, record }: Use): Promise<Spent> {
  const approvalId = permit.kind === 'approval' ? permit.id : permit.approvalId;
  const row = await deps.store.get(approvalId);
  if (row === undefined) return refused('APPROVAL_VOID', 'void');
  const spending = await spendingOf(permit, row, { act, callId, now: deps.now() });
  if (spending === undefined) return refused('APPROVAL_VOID', 'request_changed');
  if (!(await haveApproversStayed(deps, approvalId))) return refused('APPROVAL_VOID', 'approver_changed');
  let isSpent = false;
  const use: AuditStore['append'] = async (build, limits) =>
    void (isSpent = await deps.store.spend(spending, build, limits));
  if (record === undefined) isSpent = await deps.store.spend(spending);
  else await record(use);
  if (isSpent) return { kind: 'spent', approvalId };
  return whyNot(permit, await deps.store.get(approvalId));
}

interface UseFacts {
  readonly act: Act;
  readonly callId: string;
  readonly now: number;
}

async function spendingOf(permit: Permit, row: ApprovalRow, facts: UseFacts): Promise<Spending | undefined> {
  const { act, callId, now } = facts;
  const request = approvalRequest(act);
  if (permit.kind === 'allowance') {
    return { kind: 'allowance', id: permit.id, scope: scopeOf(request), callId, now };
  }
  const { nonce, notBefore } = readRules(row.rules);
  const digest = digestOf({ ...row, nonce, notBefore }, request);
  await ready();
  if (!equal(Buffer.from(digest, 'hex'), Buffer.from(row.digest, 'hex'))) return undefined;
  return { kind: 'approval', id: permit.id, digest, callId, now };
}

// A person who lost the right to say yes has not said it; nor has one whose passkeys were replaced since.
async function haveApproversStayed({ store, approvers, now }: SpendDeps, approvalId: string): Promise<boolean> {
  const current = await approvers();
  for (const { yes, approverId, approverVersion } of await store.votes(approvalId)) {
    const approver = current.find(({ id }) => id === approverId);
    if (!yes || (mayAnswer(approver) && approver.version === approverVersion)) continue;
    await store.voidAll({ approvalId }, now());
    return false;
  }
  return true;
}

function whyNot(permit: Permit, row: ApprovalRow | undefined): Spent {
  if (permit.kind === 'allowance') return refused('APPROVAL_EXPIRED', 'expired');
  if (row?.state === 'spent') return refused('APPROVAL_VOID', 'already_used');
  return row?.state === 'expired' ? refused('APPROVAL_EXPIRED', 'expired') : refused('APPROVAL_VOID', 'void');
}

function refused(code: (Spent & { kind: 'refused' })['code'], reason: (Spent & { kind: 'refused' })['reason']): Spent {
  return { kind: 'refused', code, reason };
}
