import { canonicalJson, sha256Hex } from '../core/index.ts';
import { requestJson, type ApprovalRequest } from './act.ts';

/** What makes one approval of a request different from every other. */
export interface Terms {
  readonly id: string;
  /** 32 random bytes as base64url: only a reader of the approval can know its digest. */
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  /** Until when a person may answer. */
  readonly answerBy: number;
  /** Until when the yes may be used. */
  readonly expiresAt: number;
}

/** The bytes that are approved, as RFC 8785 canonical JSON. */
export function termsText(terms: Terms, request: ApprovalRequest): string {
  return canonicalJson({ v: 1, kind: 'request', ...termsJson(terms), max_uses: 1, request: requestJson(request) });
}

/** SHA-256 of the terms, lower-case hex: what a person answers, and what a passkey signs. */
export function digestOf(terms: Terms, request: ApprovalRequest): string {
  return sha256Hex(termsText(terms, request));
}

export function termsJson({
  id,
  nonce,
  notBefore,
  answerBy,
  expiresAt,
}: Terms): Readonly<Record<string, string | number>> {
  return { id, nonce, not_before: notBefore, answer_by: answerBy, expires_at: expiresAt };
}
