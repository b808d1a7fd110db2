import type { SessionFacts } from '../core/index.ts';

/** What an entry point knows about one request: where it came from, and how it is cancelled. */
export interface CallContext {
  /** Session context without the principal, which only `identify` can fill in. */
  readonly session: SessionFacts;
  readonly signal: AbortSignal;
  /** How long a call waits for a person's answer before it is pending. Default: not at all. */
  readonly approvalWaitMs?: number | undefined;
}
