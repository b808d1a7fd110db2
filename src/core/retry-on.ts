import type { ErrorCode } from './error-codes.ts';
import { isKeywardError } from './errors.ts';

const MAX_TRIES = 4;

/** Do it again, up to four times in all, while it fails with this code: another process was faster. */
export async function retryOn<T>(code: ErrorCode, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= MAX_TRIES || !isKeywardError(error, code)) throw error;
    }
  }
}
