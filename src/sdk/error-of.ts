import type { Refusal } from '../broker/index.ts';
import { KeywardError } from '../core/index.ts';

/** What was refused or went wrong, in the words of whoever says so. */
export type Failed = Pick<Refusal, 'code' | 'reason' | 'hint' | 'nearest'> & { readonly callId?: string };

export function errorOf({ code, reason, hint, nearest, callId }: Failed): KeywardError {
  const details = {
    ...(callId === undefined ? {} : { call_id: callId }),
    ...(nearest === undefined ? {} : { nearest }),
  };
  return new KeywardError(code, reason, { hint, details });
}
