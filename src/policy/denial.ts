import type { ErrorCode, JsonObject } from '../core/index.ts';

/** Every code `decide` denies with. A closed list: a caller may switch over it. */
export type DenialCode = Extract<
  ErrorCode,
  | 'POLICY_LOCKED'
  | 'POLICY_ORIGIN_NOT_BOUND'
  | 'POLICY_PATH_NOT_ALLOWED'
  | 'POLICY_PATH_REFUSED'
  | 'POLICY_METHOD_NOT_ALLOWED'
  | 'POLICY_QUERY_NOT_ALLOWED'
  | 'POLICY_HEADER_REFUSED'
  | 'POLICY_BODY_NOT_ALLOWED'
  | 'POLICY_BODY_TOO_LARGE'
  | 'POLICY_OUTSIDE_TIME_WINDOW'
  | 'POLICY_SECRET_TOO_SHORT'
  | 'POLICY_RATE_EXCEEDED'
>;

export interface Denial {
  readonly kind: 'deny';
  readonly code: DenialCode;
  /** Our own sentence, fit for an agent. */
  readonly reason: string;
  /** The nearest shape that would be allowed, from the binding only: no resolved address, no secret. */
  readonly nearest?: JsonObject;
}

export function deny(code: DenialCode, reason: string, nearest?: JsonObject): Denial {
  return { kind: 'deny', code, reason, ...(nearest && { nearest }) };
}
