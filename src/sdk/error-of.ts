import type { Refusal } from '../broker/index.ts';
import { KeywardError } from '../core/index.ts';

/** What was refused or went wrong, in the words of its source. */
export type Failed = Pick<Refusal, 'code' | 'reason' | 'hint' | 'nearest' | 'sent' | 'status' | 'approvalId'> & {
  /** Until when a person may answer, milliseconds since the epoch. */
  readonly answerBy?: number;
  readonly asked?: readonly string[];
  readonly callId?: string;
};

export function errorOf({
  code,
  reason,
  hint,
  nearest,
  callId,
  sent,
  status,
  approvalId,
  answerBy,
  asked,
}: Failed): KeywardError {
  const details = {
    ...(callId === undefined ? {} : { call_id: callId }),
    ...(nearest === undefined ? {} : { nearest }),
    ...(sent === undefined ? {} : { sent }),
    ...(status === undefined ? {} : { status }),
    ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    ...(answerBy === undefined ? {} : { expires_at: new Date(answerBy).toISOString() }),
    ...(asked === undefined ? {} : { asked }),
  };
  return new KeywardError(code, reason, { hint, details });
}
