import { KeywardError } from './errors.ts';

export interface Limits {
  readonly timeoutMs: number;
  /** Aborted when no caller waits any more, whatever time is left. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * Do something that may hang, and wait for it no longer than it may take. Throws `OUTBOUND_TIMEOUT` then and
 * `OUTBOUND_CANCELLED` when it is stopped; `work` is told by its signal, and what it does afterwards counts for nothing.
 */
export async function within<T>({ timeoutMs, stop }: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  return new Promise((resolve, reject) => {
    const end = (error: KeywardError): void => {
      reject(error);
      over.abort();
    };
    const cancel = (): void => end(new KeywardError('OUTBOUND_CANCELLED', 'the operation was cancelled'));
    const timer = setTimeout(
      () => end(new KeywardError('OUTBOUND_TIMEOUT', 'the operation exceeded its time limit')),
      timeoutMs,
    );
    if (stop?.aborted === true) cancel();
    stop?.addEventListener('abort', cancel, { once: true });
    work(over.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        stop?.removeEventListener('abort', cancel);
      });
  });
}
