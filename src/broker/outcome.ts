import { ERROR_CODES, isKeywardError, type ErrorCode, type Json } from '../core/index.ts';

/** A refusal as the agent may read it: our own sentence, a stable code, and what would be allowed. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly hint: string;
  readonly nearest?: Json;
  /** Of a call: whether the request reached the service. `unknown`: it went out, and no answer came. */
  readonly sent?: 'no' | 'yes' | 'unknown';
  /** Of the answer, when its head had come before the call failed. */
  readonly status?: number;
  /** After so many seconds the same call may pass, where it ends by itself. */
  readonly retryAfterS?: number;
  /** Of a call that a person was asked about. */
  readonly approvalId?: string;
  readonly callId: string;
}

/** A call that waits for a person's yes: nothing was sent. The identical call again is the check. */
export interface Pending {
  readonly kind: 'pending';
  readonly code: 'APPROVAL_PENDING';
  readonly reason: string;
  readonly hint: string;
  readonly approvalId: string;
  /** Until when the person may answer, milliseconds since the epoch. */
  readonly answerBy: number;
  /** Names of the channels by which the person was asked. */
  readonly asked: readonly string[];
  readonly callId: string;
}

export interface CallAnswer {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly truncated: boolean;
  /** Length of the body's text before it was cut, in UTF-16 code units. */
  readonly body_chars?: number | undefined;
  /** Where the part that follows begins, when there is one. */
  readonly next_offset?: number | undefined;
  /** Lines that held what was searched for. */
  readonly matches?: number | undefined;
  /** Of `select` and `fields`, what found nothing. */
  readonly not_found?: readonly string[] | undefined;
  /** A sentence of ours about the request. */
  readonly note?: string | undefined;
  /** Why the body is not shown, when it is not. */
  readonly withheld?: { readonly code: string; readonly reason: string } | undefined;
  /** Where a redirect pointed that was not followed, scrubbed. */
  readonly location?: string;
  readonly callId: string;
}

const UNEXPECTED = 'something went wrong inside Keyward; the operator finds it under this call id';

export interface RefusalReason {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly nearest?: Json | undefined;
  /** In place of the hint of the code. */
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

export function refusal(callId: string, { code, reason, nearest, hint, retryAfterMs }: RefusalReason): Refusal {
  return {
    kind: 'refused',
    code,
    reason,
    hint: hint ?? ERROR_CODES[code].hint,
    callId,
    ...(nearest === undefined ? {} : { nearest }),
    ...(retryAfterMs === undefined ? {} : { retryAfterS: Math.ceil(retryAfterMs / 1_000) }),
  };
}

/**
 * What an agent may be told about a thrown error. Errors for operators and errors that are not ours
 * become one fixed sentence: foreign text is a way to inject prompts and to leak the inside.
 */
export function refusalFromError(callId: string, error: unknown): Refusal {
  if (isKeywardError(error) && error.facts.audience === 'agent') {
    return refusal(callId, { code: error.code, reason: error.message });
  }
  return refusal(callId, { code: 'INTERNAL', reason: UNEXPECTED });
}

/** The code that stands in the audit trail, where operators may see more than agents. */
export function auditCode(error: unknown): ErrorCode {
  return isKeywardError(error) ? error.code : 'INTERNAL';
}
