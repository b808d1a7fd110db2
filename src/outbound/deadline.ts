import { KeywardError } from '../core/index.ts';

/** The end of a call: its time is over, or its caller went away. */
export interface Deadline {
  readonly remainingMs: () => number;
  /** Throws the error the call ends with, once it has ended. */
  readonly throwIfOver: () => void;
  /** Be told of the end, once. Only one listener at a time; `undefined` takes it away. */
  readonly listen: (listener: ((error: KeywardError) => void) | undefined) => void;
  /** Must be called when the call is done: releases the timer and the caller's signal. */
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
 *
 * A plain listener instead of an AbortController of its own: that alone costs more than the rest of a call's
 * bookkeeping.
 */
export function startDeadline({ timeoutMs, signal, monotonicMs }: DeadlineOptions): Deadline {
  const endsAt = monotonicMs() + timeoutMs;
  let over: KeywardError | undefined;
  let listener: ((error: KeywardError) => void) | undefined;
  const end = (error: KeywardError): void => {
    over ??= error;
    listener?.(over);
  };
  const cancel = (): void => end(cancelled());
  const timer = setTimeout(() => end(timedOut()), timeoutMs);
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return {
    remainingMs: () => endsAt - monotonicMs(),
    throwIfOver: () => {
      if (over) throw over;
    },
    listen: (next) => {
      listener = next;
    },
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
