import type { Timer } from '../../src/core/index.ts';

/** A timer without a clock: what it runs is run by the test. */
export interface ManualTimer {
  readonly timer: Timer;
  /** The intervals of all that runs, in milliseconds. */
  intervals(): readonly number[];
  /** One interval of each passes, and what it began comes as far as it can without input or output. */
  pass(): Promise<void>;
}

export function manualTimer(): ManualTimer {
  const running = new Set<{ readonly everyMs: number; readonly run: () => void }>();
  return {
    timer(everyMs, run) {
      const entry = { everyMs, run };
      running.add(entry);
      return () => void running.delete(entry);
    },
    intervals: () => [...running].map(({ everyMs }) => everyMs),
    async pass() {
      for (const { run } of running) run();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
