import { KeywardError } from '../core/index.ts';

/** The end of a call: its time is over, or its caller went away. */
export interface Deadline {
  /** Aborted with the `KeywardError` the call ends with. */
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
  /** Throws that error when the call has ended. */
  readonly throwIfOver: () => void;
  /** Must be called when the call is done: releases the timer and the listener. */
  readonly stop: () => void;
}

export interface DeadlineOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly monotonicMs: () => number;
}

/**
 * Start the total deadline of a call. Idle limits alone do not end a call: one byte every 300 ms
 * keeps each of them content for ever.
 */
export function startDeadline({ timeoutMs, signal, monotonicMs }: DeadlineOptions): Deadline {
  const endsAt = monotonicMs() + timeoutMs;
  const controller = new AbortController();
  const cancel = (): void => controller.abort(cancelled());
  const timer = setTimeout(() => controller.abort(timedOut()), timeoutMs);
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    remainingMs: () => endsAt - monotonicMs(),
    throwIfOver: () => controller.signal.throwIfAborted(),
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    },
  };
}

function timedOut(): KeywardError {
  return new KeywardError('OUTBOUND_TIMEOUT', 'the service did not finish its answer in time');
}

function cancelled(): KeywardError {
  return new KeywardError('OUTBOUND_CANCELLED', 'the call was cancelled');
}
