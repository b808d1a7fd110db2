import { type Transferable, Worker } from 'node:worker_threads';
import type { PooledBody, ScrubbedBody, ScrubPool } from '../scrubber.ts';
import { type Job, jobSecrets } from './job.ts';

export interface ScrubPoolOptions {
  /** The program of a worker, as JavaScript. */
  readonly program: URL;
  /** Workers at most; each starts when it is first needed. Default 2. */
  readonly size?: number;
  /** From the moment a worker takes the body. Default 10 seconds. */
  readonly deadlineMs?: number;
}

const DEFAULT_SIZE = 2;
const DEADLINE_MS = 10_000;

/** More bodies than this in line would be memory without end. */
const MAX_WAITING = 64;

const OVERRUN: ScrubbedBody = {
  kind: 'withheld',
  reason: 'bound',
  hits: 0,
  withheld: true,
  names: [],
  partial: false,
  code: 'REDACTION_BUDGET_EXCEEDED',
};

interface Waiting {
  readonly body: PooledBody;
  readonly done: (scrubbed: ScrubbedBody) => void;
}

/** A pool without a worker yet. A worker keeps no process alive while it has nothing to do. */
export function createScrubPool(options: ScrubPoolOptions): ScrubPool {
  const { program, size = DEFAULT_SIZE, deadlineMs = DEADLINE_MS } = options;
  const idle: Worker[] = [];
  const running = new Map<Worker, (scrubbed: ScrubbedBody) => void>();
  const line: Waiting[] = [];
  let isClosed = false;

  const next = (): void => {
    while (line.length > 0 && (idle.length > 0 || running.size < size)) {
      const waiting = line.shift();
      if (waiting !== undefined) start(idle.pop() ?? startWorker(), waiting);
    }
  };
  const startWorker = (): Worker => {
    const worker = new Worker(program);
    const finish = (scrubbed: ScrubbedBody): void => running.get(worker)?.(scrubbed);
    worker.on('message', finish);
    worker.on('error', () => finish(OVERRUN));
    worker.on('exit', () => finish(OVERRUN));
    return worker;
  };
  const start = (worker: Worker, { body, done }: Waiting): void => {
    const deadline = setTimeout(() => running.get(worker)?.(OVERRUN), deadlineMs);
    running.set(worker, (scrubbed) => {
      running.delete(worker);
      clearTimeout(deadline);
      // A worker that overran may still answer, a broken one never will: neither gets another job.
      if (scrubbed === OVERRUN) void worker.terminate();
      else idle.push(worker);
      worker.unref();
      done(scrubbed);
      next();
    });
    worker.ref();
    const job = jobOf(body);
    worker.postMessage(job, buffersOf(job));
  };
  return {
    scrub: async (body) =>
      new Promise((done) => {
        if (isClosed || line.length >= MAX_WAITING) return done(OVERRUN);
        line.push({ body, done });
        next();
      }),
    close: async () => {
      isClosed = true;
      for (const { done } of line.splice(0)) done(OVERRUN);
      const workers = [...idle.splice(0), ...running.keys()];
      for (const finish of running.values()) finish(OVERRUN);
      await Promise.all(workers.map(async (worker) => worker.terminate()));
    },
  };
}

function jobOf({ secrets, limits = {}, bytes, contentType, truncated = false }: PooledBody): Job {
  return { secrets: jobSecrets(secrets), limits, bytes: Uint8Array.from(bytes), contentType, truncated };
}

// The copy moves over; the caller's bytes stay.
function buffersOf({ bytes }: Job): Transferable[] {
  return bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}
