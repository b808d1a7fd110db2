import { KeywardError, type ErrorCode } from '../core/index.ts';

/** How a store can fail to give what exists, or existed. */
export type StoreFailure = keyof typeof FAILURES;

/** The error a store throws, with the code that calls, records and exit codes know. `store` names it to its owner. */
export function storeFailure(failure: StoreFailure, store: string, cause?: unknown): KeywardError {
  const [code, reason] = FAILURES[failure];
  return new KeywardError(code, reason, { details: { store }, ...(cause === undefined ? {} : { cause }) });
}

const FAILURES = {
  not_found: ['ITEM_NOT_FOUND', 'the store does not have this item any more'],
  ambiguous: ['ITEM_AMBIGUOUS', 'the store has more than one item of this name'],
  denied: ['STORE_DENIED', 'the store does not let Keyward read this item'],
  unavailable: ['STORE_UNAVAILABLE', 'the store that has this item cannot be reached'],
  rate_limited: ['STORE_RATE_LIMITED', 'the store that has this item answers no more requests for now'],
  deleted: ['ITEM_DELETED', 'this item was deleted in its store'],
} as const satisfies Record<string, readonly [ErrorCode, string]>;
