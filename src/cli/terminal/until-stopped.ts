import process from 'node:process';

/**
 * Repeat `turn` until the program is told to stop, by SIGINT or SIGTERM, or `turn` answers `stop`. The turn that is under way
 * is finished. Throws what `turn` throws.
 */
export async function untilStopped(everyMs: number, turn: () => Promise<'stop' | void>): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGTERM', stop).once('SIGINT', stop);
  // Whoever read the output went away: `keyward audit list --follow | head`.
  process.stdout.once('error', stop);
  try {
    while (!stopping.signal.aborted && (await turn()) !== 'stop') await pause(everyMs, stopping.signal);
  } finally {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    process.stdout.off('error', stop);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
