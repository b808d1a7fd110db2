import { isKeywardError } from './errors.ts';
import type { Logger } from './logger.ts';
import { within } from './with-timeout.ts';

const LAST_LOOK_MS = 3_000;

export interface PeriodicTask {
  /** For messages. */
  readonly name: string;
  readonly everyMs: number;
  tick(): Promise<unknown>;
  /** Once, at the end. */
  release?(): Promise<void>;
}

export interface PeriodicTasks {
  /** A last look, and stop. Never throws, and takes no longer than three seconds for each task. */
  close(): Promise<void>;
}

/** Repeats tasks while a server runs, each never twice at once. Does not keep the process alive. */
export function startPeriodicTasks(
  tasks: readonly PeriodicTask[],
  logger: Logger,
  timer: Timer = systemTimer,
): PeriodicTasks {
  const started = tasks.map((task) => start(task, { logger, timer }));
  return {
    async close() {
      await Promise.all(started.map((one) => one.close()));
    },
  };
}

/** Runs something every so many milliseconds, until what it answers is called. */
export type Timer = (everyMs: number, run: () => void) => () => void;

export interface RepeatOptions {
  readonly everyMs: number;
  /** What a run failed with. It must not throw. */
  onError(error: unknown): void;
  readonly timer?: Timer | undefined;
}

export interface Repeated {
  /** Run it at once, or wait for the run under way. Never throws. */
  now(): Promise<void>;
  /** Begin no further run by the timer. Resolves when the one under way has ended. Never throws. */
  stop(): Promise<void>;
}

/** Runs something again and again, never twice at once. Does not keep the process alive. */
export function repeat(
  run: () => Promise<unknown>,
  { everyMs, onError, timer = systemTimer }: RepeatOptions,
): Repeated {
  let running: Promise<void> | undefined;
  const now = async (): Promise<void> =>
    (running ??= run()
      .then(() => undefined, onError)
      .finally(() => (running = undefined)));
  const stopTimer = timer(everyMs, () => void now());
  return {
    now,
    async stop() {
      stopTimer();
      await running;
    },
  };
}

const systemTimer: Timer = (everyMs, run) => {
  const interval = setInterval(run, everyMs).unref();
  return () => clearInterval(interval);
};

function start(task: PeriodicTask, { logger, timer }: { logger: Logger; timer: Timer }): PeriodicTasks {
  const warn = (error: unknown): void => {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    logger.warn({ task: task.name, code }, 'a look at the audit trail failed; it is repeated');
  };
  const repeated = repeat(() => task.tick(), { everyMs: task.everyMs, onError: warn, timer });
  return {
    async close() {
      const stopped = repeated.stop();
      await within({ timeoutMs: LAST_LOOK_MS }, async () => {
        await stopped;
        await repeated.now();
        await task.release?.();
      }).catch(warn);
    },
  };
}
