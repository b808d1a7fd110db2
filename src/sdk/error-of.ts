import type { Refusal } from '../broker/index.ts';
import { KeywardError } from '../core/index.ts';

/** What was refused or went wrong, in the words of its source. */
export type Failed = Pick<Refusal, 'code' | 'reason' | 'hint' | 'nearest' | 'sent' | 'status'> & {
  readonly callId?: string;
};

export function errorOf({ code, reason, hint, nearest, callId, sent, status }: Failed): KeywardError {
  const details = {
    ...(callId === undefined ? {} : { call_id: callId }),
    ...(nearest === undefined ? {} : { nearest }),
    ...(sent === undefined ? {} : { sent }),
    ...(status === undefined ? {} : { status }),
  };
  return new KeywardError(code, reason, { hint, details });
}
