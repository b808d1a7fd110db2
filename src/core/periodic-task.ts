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
export function startPeriodicTasks(tasks: readonly PeriodicTask[], logger: Logger): PeriodicTasks {
  const started = tasks.map((task) => start(task, logger));
  return {
    async close() {
      await Promise.all(started.map((one) => one.close()));
    },
  };
}

function start(task: PeriodicTask, logger: Logger): PeriodicTasks {
  let running: Promise<unknown> | undefined;
  const tick = (): Promise<unknown> =>
    (running ??= task
      .tick()
      .catch((error: unknown) => warn(error))
      .finally(() => (running = undefined)));
  const warn = (error: unknown): void => {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    logger.warn({ task: task.name, code }, 'a look at the audit trail failed; it is repeated');
  };
  const timer = setInterval(() => void tick(), task.everyMs).unref();
  return {
    async close() {
      clearInterval(timer);
      await within({ timeoutMs: LAST_LOOK_MS }, async () => {
        await running;
        await tick();
        await task.release?.();
      }).catch(warn);
    },
  };
}
