import type { AllowanceRow, ApprovalKind, ApprovalRow, ApprovalState, Tier, VoteRow } from '../approval/store.ts';
import type { ApprovalAllowanceColumns, ApprovalColumns, ApprovalVoteColumns } from './tables.ts';

export function toApprovalColumns(row: ApprovalRow): ApprovalColumns {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fingerprint: row.fingerprint,
    intent: row.intent,
    agent_id: row.agentId,
    token_id: row.tokenId,
    item_id: row.itemId,
    tier: row.tier,
    needed: row.needed,
    terms: row.terms,
    digest: row.digest,
    rules: row.rules,
    shown: row.shown ?? null,
    asked_at: row.askedAt,
    answer_by: row.answerBy,
    expires_at: row.expiresAt,
    ended_at: row.endedAt ?? null,
    told: Number(row.told),
    reached: JSON.stringify(row.reached),
    notified_at: row.notifiedAt,
    spent_by: row.spentBy ?? null,
  };
}

export function fromApprovalColumns(columns: ApprovalColumns): ApprovalRow {
  return {
    id: columns.id,
    kind: columns.kind as ApprovalKind,
    state: columns.state as ApprovalState,
    fingerprint: columns.fingerprint,
    intent: columns.intent,
    agentId: columns.agent_id,
    tokenId: columns.token_id,
    itemId: columns.item_id,
    tier: columns.tier as Tier,
    needed: columns.needed,
    terms: columns.terms,
    digest: columns.digest,
    rules: columns.rules,
    shown: columns.shown ?? undefined,
    askedAt: columns.asked_at,
    answerBy: columns.answer_by,
    expiresAt: columns.expires_at,
    endedAt: columns.ended_at ?? undefined,
    told: columns.told === 1,
    reached: readNames(columns.reached),
    notifiedAt: columns.notified_at,
    spentBy: columns.spent_by ?? undefined,
  };
}

export function readNames(text: string): readonly string[] {
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) ? names.map(String) : [];
}

export function toAllowanceColumns(row: AllowanceRow): ApprovalAllowanceColumns {
  return {
    id: row.id,
    approval_id: row.approvalId,
    agent_id: row.agentId,
    item_id: row.itemId,
    scope: row.scope,
    uses_left: row.usesLeft,
    expires_at: row.expiresAt,
  };
}

export function fromAllowanceColumns(columns: ApprovalAllowanceColumns): AllowanceRow {
  return {
    id: columns.id,
    approvalId: columns.approval_id,
    agentId: columns.agent_id,
    itemId: columns.item_id,
    scope: columns.scope,
    usesLeft: columns.uses_left,
    expiresAt: columns.expires_at,
  };
}

export function fromVoteColumns(columns: ApprovalVoteColumns): VoteRow {
  return {
    approvalId: columns.approval_id,
    approverId: columns.approver_id,
    approverVersion: columns.approver_version,
    yes: columns.yes === 1,
    channel: columns.channel,
    assurance: columns.assurance,
    at: columns.at,
    elapsedMs: columns.elapsed_ms,
    evidence: columns.evidence ?? undefined,
  };
}
