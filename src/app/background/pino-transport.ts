import { pino } from 'pino';
import type { PinoStream } from '../../siem/index.ts';
import type { JsonObject } from '../../core/index.ts';

const READY_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 3_000;

export interface PinoTransportOptions {
  /** A package, or the absolute path of a module, that is a pino transport. Code of the owner's choosing, run in a worker thread. */
  readonly target: string;
  readonly options: JsonObject;
}

/** A running transport, and its end: what it still holds is written then. */
export interface PinoTransport extends PinoStream {
  /** Never takes longer than a few seconds. */
  close(): Promise<void>;
}

/** Start a pino transport in a worker thread. Rejects when it cannot be loaded. */
export async function openPinoTransport({ target, options }: PinoTransportOptions): Promise<PinoTransport> {
  const stream = pino.transport({ target, options });
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  // A transport may fail at any time, not only while it is written to.
  const failed = new Promise<never>((_, reject) => {
    stream.on('error', (error: unknown) => reject(error instanceof Error ? error : new Error('the transport failed')));
    closed.then(() => reject(new Error('the transport ended')), reject);
  });
  failed.catch(() => undefined);
  await Promise.race([new Promise((resolve) => stream.once('ready', resolve)), failed, after(READY_TIMEOUT_MS)]);
  return {
    async write(lines) {
      stream.write(lines);
      const flushed = new Promise<void>((resolve, reject) => {
        stream.flush((error?: Error) => (error === undefined || error === null ? resolve() : reject(error)));
      });
      await Promise.race([flushed, failed]);
    },
    async close() {
      stream.end();
      await Promise.race([closed, after(CLOSE_TIMEOUT_MS)]).catch(() => undefined);
    },
  };
}

async function after(timeoutMs: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the transport took longer than it may')), timeoutMs).unref();
  });
}
