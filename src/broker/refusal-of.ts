import type { Evaluated, NotEvaluated } from './judge.ts';
import { refusal, type Refusal } from './outcome.ts';

const ASKS = 'this request is allowed once a person agrees to it';

/** The refusal that a verdict other than `allow` means: of a call that asks, for as long as no person was asked. */
export function refusalOf(verdict: Evaluated | NotEvaluated, callId: string): Refusal {
  const { restraint } = verdict;
  if (verdict.kind === 'unjudged') return refusal(callId, { ...verdict, ...restraint });
  const { decision } = verdict;
  if (decision.kind === 'deny') return refusal(callId, { ...decision, ...restraint });
  return refusal(callId, { code: 'APPROVAL_REQUIRED', reason: ASKS });
}
