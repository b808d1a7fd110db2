import type { CommandContext } from '../define-command.ts';

interface Repeating extends Pick<CommandContext, 'signals' | 'streams'> {
  readonly everyMs: number;
  turn(): Promise<'stop' | void>;
}

/**
 * Repeat `turn` until the program is told to stop, by SIGINT or SIGTERM, or `turn` answers `stop`. The turn that is under way
 * is finished. Throws what `turn` throws.
 */
export async function untilStopped({ signals, streams, everyMs, turn }: Repeating): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of STOPS) signals.once(signal, stop);
  // The reader of the output went away: `keyward audit list --follow | head`.
  streams.stdout.once('error', stop);
  try {
    while (!stopping.signal.aborted && (await turn()) !== 'stop') await pause(everyMs, stopping.signal);
  } finally {
    for (const signal of STOPS) signals.off(signal, stop);
    streams.stdout.off('error', stop);
  }
}

const STOPS = ['SIGTERM', 'SIGINT'] as const;

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
