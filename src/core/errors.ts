import { ERROR_CODES, type ErrorCode, type ErrorFacts } from './error-codes.ts';
import type { JsonObject } from './json.ts';

export interface KeywardErrorOptions {
  /** Overrides the table's hint where a better next step is known. */
  readonly hint?: string;
  /** Safe facts only: ids, names, limits. Never a secret, never foreign text, never an address. */
  readonly details?: JsonObject;
  /** The foreign error, for the operator's debugger. It is never printed to an agent. */
  readonly cause?: unknown;
}

/**
 * Every failure Keyward throws on purpose. `code` is stable public API; `message` is our own
 * sentence (lower case, no full stop, no secret, no foreign text). It is not used for expected
 * answers such as a denial by policy: those are values.
 */
export class KeywardError extends Error {
  override readonly name = 'KeywardError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: JsonObject;

  constructor(code: ErrorCode, message: string, options: KeywardErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? ERROR_CODES[code].hint;
    this.details = options.details ?? {};
  }

  get facts(): ErrorFacts {
    return ERROR_CODES[this.code];
  }
}

/** True for our own errors, also when `code` narrows to one of the given. */
export function isKeywardError(error: unknown, ...codes: readonly ErrorCode[]): error is KeywardError {
  return error instanceof KeywardError && (codes.length === 0 || codes.includes(error.code));
}
