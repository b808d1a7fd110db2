import type { AnswerHead } from './wire-answer.ts';

export interface RetryState {
  readonly method: string;
  /** Retries made before this one. */
  readonly retried: number;
  readonly now: number;
  readonly remainingMs: number;
}

const RETRIED_STATUSES = new Set([429, 503]);
// RFC 9110 section 9.2.2: repeating these does no more than sending them once.
const IDEMPOTENT_METHODS = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const MAX_RETRIES = 2;

/**
 * Milliseconds to wait before the request is sent again, or `undefined` when the answer stands: only
 * when the service itself asks for it with Retry-After, and only when the wait fits into the deadline.
 */
export function retryDelay(answer: AnswerHead, { method, retried, now, remainingMs }: RetryState): number | undefined {
  if (retried >= MAX_RETRIES || !RETRIED_STATUSES.has(answer.status) || !IDEMPOTENT_METHODS.has(method))
    return undefined;
  const retryAfter = answer.headers.find(([name]) => name === 'retry-after')?.[1];
  const waitMs = retryAfter === undefined ? undefined : parseRetryAfter(retryAfter.trim(), now);
  return waitMs !== undefined && waitMs < remainingMs ? waitMs : undefined;
}

// RFC 9110 section 10.2.3: seconds, or an IMF-fixdate. Date.parse alone would take far more.
function parseRetryAfter(text: string, now: number): number | undefined {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
