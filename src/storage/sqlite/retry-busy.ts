import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './translate-error.ts';

/**
 * How long SQLite itself waits for a lock, blocking the whole process. Short, so that a server goes on
 * with its other work; the longer wait is `retryBusy`, which does not block.
 */
export const BUSY_WAIT_MS = 10;
const PAUSE_MS = 1;

/**
 * Run `attempt` again while another process holds the lock, for about `timeoutMs` in all. The bound is
 * a number of attempts, so it needs no clock. Throws the last error.
 */
export async function retryBusy<T>(timeoutMs: number, attempt: () => T | Promise<T>): Promise<T> {
  const attempts = Math.ceil(timeoutMs / (BUSY_WAIT_MS + PAUSE_MS));
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || tries >= attempts) throw error;
      await pause(PAUSE_MS);
    }
  }
}
