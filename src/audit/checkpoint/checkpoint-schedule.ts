import { isKeywardError, repeat, within, type Logger, type Timer } from '../../core/index.ts';
import type { Checkpointer } from './checkpointer.ts';

const FLUSH_TIMEOUT_MS = 3_000;

export interface CheckpointScheduleDeps {
  readonly checkpointer: Checkpointer;
  readonly logger: Logger;
  /** How often it is looked whether a checkpoint is due. */
  readonly everyMs: number;
  /** How long the last checkpoint may take at the end. Default three seconds. */
  readonly flushTimeoutMs?: number;
  readonly timer?: Timer;
}

export interface CheckpointSchedule {
  /** Make a last checkpoint and stop. Never throws, and never takes longer than the flush may. */
  close(): Promise<void>;
}

/** Makes checkpoints while a server runs. Does not keep the process alive. */
export function startCheckpointSchedule(deps: CheckpointScheduleDeps): CheckpointSchedule {
  const { checkpointer, logger, everyMs, timer } = deps;
  const warn = (error: unknown, message: string): void =>
    logger.warn({ code: isKeywardError(error) ? error.code : 'INTERNAL' }, message);
  const onError = (error: unknown): void => warn(error, 'a checkpoint failed; it is tried again');
  const ticks = repeat(() => checkpointer.tick(), { everyMs, onError, timer });
  return {
    async close() {
      // A target that hangs holds the tick under way: the last checkpoint does not wait for it.
      void ticks.stop();
      try {
        await within({ timeoutMs: deps.flushTimeoutMs ?? FLUSH_TIMEOUT_MS }, () => checkpointer.checkpoint());
      } catch (error) {
        warn(error, 'the last checkpoint is left to the next process');
      }
    },
  };
}
