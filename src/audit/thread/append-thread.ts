import type { Worker } from 'node:worker_threads';
import { KeywardError, type Logger } from '../../core/index.ts';
import type { RecordLine } from '../record-line.ts';
import type { AuditHead } from '../store.ts';
import { CLOSE, READY, type ThreadAnswer, type ThreadRequest } from './messages.ts';

/** Appends records on a thread of its own, so that this one goes on while the disk is waited for. */
export interface AppendThread {
  /**
   * Append the lines in order, in one durable transaction. Undefined while the thread is not there: then nothing was
   * written, and it is for the caller to write.
   *
   * Rejects with what the store threw, or with `AUDIT_UNWRITABLE` when the thread ended before it said that all is durable.
   */
  append(lines: readonly RecordLine[]): Promise<readonly AuditHead[] | undefined>;
  /** To be called when nothing is being appended. Resolves when the thread has let go of the files. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(heads: readonly AuditHead[]): void;
  reject(error: Error): void;
}

export interface AppendThreadDeps {
  /** Runs `serveAppends`. */
  readonly worker: Worker;
  readonly logger: Logger;
}

/** The near end of `serveAppends`. The thread keeps the process running only while something is being appended. */
export function createAppendThread({ worker, logger }: AppendThreadDeps): AppendThread {
  const waiting: Waiting[] = [];
  let isReady = false;
  let isClosing = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const settle = (answer: ThreadAnswer): void => {
    if (answer === READY) {
      isReady = !isClosing;
      logger.debug({}, 'the audit trail is written on a thread of its own');
      return;
    }
    const next = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if ('code' in answer) next?.reject(new KeywardError(answer.code, 'the thread of the audit trail could not write'));
    else next?.resolve(answer);
  };
  const giveUp = (): void => {
    isReady = false;
    if (!isClosing) logger.error({}, 'the thread of the audit trail ended: records are written without it');
    // They may be on disk or not: either way nobody may go on as if they were.
    const lost = new KeywardError('AUDIT_UNWRITABLE', 'the thread of the audit trail ended');
    for (const { reject } of waiting.splice(0)) reject(lost);
  };
  worker.on('message', settle);
  // An error ends the thread; without a listener it would end the process.
  worker.on('error', (error) => logger.debug({ error: error.name }, 'the thread of the audit trail failed'));
  worker.once('exit', giveUp);
  worker.unref();
  return {
    async append(lines) {
      if (!isReady) return undefined;
      worker.ref();
      send(worker, lines);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    async close() {
      [isReady, isClosing] = [false, true];
      worker.ref();
      send(worker, CLOSE);
      await ended;
    },
  };
}

function send(worker: Worker, request: ThreadRequest): void {
  worker.postMessage(request);
}
