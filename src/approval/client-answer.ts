import type { Answer } from './decide.ts';
import type { Tier } from './store.ts';

/** What a client made of a dialog that it was asked to show. It is an unverified claim of the client. */
export interface ClientAnswer extends Omit<Answer, 'yes' | 'assurance' | 'extent' | 'evidence'> {
  /** `unrendered`: it declared dialogs and failed, refused or never answered. */
  readonly answer: 'accept' | 'decline' | 'cancel' | 'unrendered';
  /** Between sending the dialog and its answer. */
  readonly elapsedMs: number;
}

/** `shown_to_nobody`: no answer, and this dialog is no way to reach a person. `no_answer`: put aside; others may answer. */
export type ClientVerdict = 'yes' | 'no' | 'shown_to_nobody' | 'no_answer';

/** Told apart by what a person can have done: no person reads a request and answers it in less than a second. */
export function judgeClientAnswer(
  { answer, elapsedMs }: Pick<ClientAnswer, 'answer' | 'elapsedMs'>,
  tier: Tier,
  fastestPersonMs: number,
): ClientVerdict {
  if (answer === 'unrendered' || elapsedMs < fastestPersonMs) return 'shown_to_nobody';
  if (answer === 'cancel' || tier !== 'convenience') return 'no_answer';
  return answer === 'accept' ? 'yes' : 'no';
}
