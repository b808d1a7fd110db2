import { isKeywardError, type Logger } from '../../core/index.ts';
import type { Checkpointer } from './checkpointer.ts';
import { within } from '../../core/index.ts';

const FLUSH_TIMEOUT_MS = 3_000;

export interface CheckpointScheduleDeps {
  readonly checkpointer: Checkpointer;
  readonly logger: Logger;
  /** How often it is looked whether a checkpoint is due. */
  readonly everyMs: number;
  /** How long the last checkpoint may take at the end. Default three seconds. */
  readonly flushTimeoutMs?: number;
}

export interface CheckpointSchedule {
  /** Make a last checkpoint and stop. Never throws, and never takes longer than the flush may. */
  close(): Promise<void>;
}

/** Makes checkpoints while a server runs. Does not keep the process alive. */
export function startCheckpointSchedule(deps: CheckpointScheduleDeps): CheckpointSchedule {
  const { checkpointer, logger, everyMs } = deps;
  const timer = setInterval(() => void checkpointer.tick(), everyMs).unref();
  return {
    async close() {
      clearInterval(timer);
      try {
        await within({ timeoutMs: deps.flushTimeoutMs ?? FLUSH_TIMEOUT_MS }, () => checkpointer.checkpoint());
      } catch (error) {
        const code = isKeywardError(error) ? error.code : 'INTERNAL';
        logger.warn({ code }, 'the last checkpoint is left to the next process');
      }
    },
  };
}
