import type { Evaluated, NotEvaluated } from './judge.ts';
import { refusal, type Refusal } from './outcome.ts';

const ASKS = 'the owner wants to approve such a call, and approvals are not available in this version';

/** The refusal that a verdict other than `allow` means for a live call. */
export function refusalOf(verdict: Evaluated | NotEvaluated, callId: string): Refusal {
  const { restraint } = verdict;
  if (verdict.kind === 'unjudged') return refusal(callId, { ...verdict, ...restraint });
  const { decision } = verdict;
  if (decision.kind === 'deny') return refusal(callId, { ...decision, ...restraint });
  return refusal(callId, { code: 'APPROVAL_UNAVAILABLE', reason: ASKS });
}
