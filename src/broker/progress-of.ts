import { isKeywardError, KeywardError } from '../core/index.ts';
import type { CanonicalRequest } from '../policy/index.ts';
import type { Refusal } from './outcome.ts';

/** Whether the service may have acted on a call that failed, and the status it answered with, when that is known. */
export interface Progress {
  readonly sent: 'no' | 'yes' | 'unknown';
  readonly status?: number;
}

/** What an error says of its call. One that says nothing was thrown before anything was sent. */
export function progressOf(error: unknown): Progress {
  if (!isKeywardError(error)) return { sent: error instanceof AfterAnswer ? 'yes' : 'no' };
  const { sent, status } = error.details;
  return {
    sent: sent === 'yes' || sent === 'unknown' ? sent : 'no',
    ...(typeof status === 'number' ? { status } : {}),
  };
}

/** An error of work that follows an answer: the request went out, whatever failed then. */
export function answered(error: unknown, status?: number): unknown {
  if (!isKeywardError(error)) return new AfterAnswer('the answer could not be handled', { cause: error });
  const { code, message, hint, details } = error;
  return new KeywardError(code, message, {
    details: { ...details, sent: 'yes', ...(status === undefined ? {} : { status }) },
    ...(hint === undefined ? {} : { hint }),
  });
}

/**
 * What a failed write of the trail is to a call that was made: not that it was refused, which would be repeated without harm. Any
 * other error stays what it is.
 */
export function unrecorded(error: unknown, { sent, status }: Progress): unknown {
  if (!isKeywardError(error, 'AUDIT_UNWRITABLE')) return error;
  return new KeywardError(
    'AUDIT_OUTCOME_UNRECORDED',
    'the call was made, or may have been, and its outcome could not be recorded',
    {
      details: { sent, ...(status === undefined ? {} : { status }) },
      cause: error,
    },
  );
}

class AfterAnswer extends Error {}

/** The hint for a request that must not be repeated blindly (RFC 9110 section 9.2.2). */
export function lookFirst(refusal: Refusal, { method }: CanonicalRequest): Refusal {
  if (refusal.sent === 'no' || method === 'GET' || method === 'HEAD') return refusal;
  return { ...refusal, hint: `look whether the service has done it before you repeat the call; ${refusal.hint}` };
}
