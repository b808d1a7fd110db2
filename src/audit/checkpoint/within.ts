import { KeywardError } from '../../core/index.ts';

/**
 * Do something that may hang, and wait for it no longer than `timeoutMs`. Throws `OUTBOUND_TIMEOUT` then; `work` is told by
 * its signal, and what it does afterwards counts for nothing.
 */
export async function within<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new KeywardError('OUTBOUND_TIMEOUT', 'it took longer than it may'));
      stop.abort();
    }, timeoutMs);
    work(stop.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
