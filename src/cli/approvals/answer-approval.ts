import type { ApprovalRow, Decided, Extent } from '../../approval/index.ts';
import { openApprovals, OWNER_APPROVER, type Runtime } from '../../app/index.ts';
import { KeywardError, type SessionContext } from '../../core/index.ts';
import type { Answer } from '../terminal/answer.ts';

export interface OwnersAnswer {
  readonly yes: boolean;
  readonly session: SessionContext;
  readonly extent?: Extent | undefined;
  readonly reason?: string | undefined;
}

/** Throws `APPROVAL_NOT_FOUND`. */
export async function findApproval({ storage }: Runtime, id: string): Promise<ApprovalRow> {
  const row = await storage.approvals.get(id);
  if (row !== undefined) return row;
  throw new KeywardError('APPROVAL_NOT_FOUND', `approval ${id} not found`);
}

/** Give the owner's answer to what was shown. Throws `APPROVAL_ANSWERED` and `APPROVAL_NOT_PERMITTED`. */
export async function answerApproval(
  runtime: Runtime,
  { id, digest }: Pick<ApprovalRow, 'id' | 'digest'>,
  { yes, session, extent, reason }: OwnersAnswer,
): Promise<Answer> {
  const approvals = await openApprovals(runtime);
  const decided = await approvals.decide({
    id,
    digest,
    approverId: OWNER_APPROVER.id,
    yes,
    assurance: 'confirm',
    channel: 'cli',
    session: { ...session },
    extent,
    reason,
  });
  if (decided.kind === 'refused') throw refused(id, decided);
  return {
    json: { id, state: decided.kind, elapsed_ms: decided.elapsedMs },
    text: [`${decided.kind === 'denied' ? 'denied' : 'approved'} ${id}`],
  };
}

function refused(id: string, decided: Decided & { kind: 'refused' }): KeywardError {
  const state = 'state' in decided ? `: it is ${decided.state}` : '';
  const sentence = decided.reason.replaceAll('_', ' ');
  return new KeywardError(decided.code, `the answer to ${id} does not count, ${sentence}${state}`);
}
