import type { Dispatcher } from 'undici';
import { isKeywardError } from '../core/index.ts';
import { createAnswerStream } from './answer-stream.ts';
import type { Deadline } from './deadline.ts';
import type { RawAnswer, WireAnswer } from './wire-answer.ts';
import type { WireRequest } from './wire-request.ts';

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly request: WireRequest;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly deadline: Deadline;
}

/**
 * Send one request; resolves with the head of its answer. The body must be read, or left by ending its iteration.
 * Rejects with OUTBOUND_* errors only, or as the deadline ends; each says in `details.sent` whether the request went out.
 */
export function exchange({ dispatcher, request, firstByteMs, idleMs, deadline }: ExchangeOptions): Promise<WireAnswer> {
  const { method, origin, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const stream = createAnswerStream({ deadline, settle: { resolve, reject } });
    dispatcher.dispatch(
      { method, origin, path, headers, body, headersTimeout: firstByteMs, bodyTimeout: idleMs },
      stream,
    );
  });
}

/** Read a body up to a cap. What had come when time was over is an answer; the caller going away is none. */
export async function collect({ body, ...head }: WireAnswer, maxBytes: number): Promise<RawAnswer> {
  const chunks: Uint8Array[] = [];
  let truncated: RawAnswer['truncated'] = false;
  let remaining = maxBytes;
  try {
    for await (const chunk of body) {
      chunks.push(chunk.byteLength > remaining ? chunk.subarray(0, remaining) : chunk);
      remaining -= chunk.byteLength;
      if (remaining >= 0) continue;
      truncated = 'size';
      break;
    }
  } catch (error) {
    if (!isKeywardError(error, 'OUTBOUND_TIMEOUT')) throw error;
    truncated = 'time';
  }
  return { ...head, body: joined(chunks), truncated };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return chunks.length === 1 && first ? first : Buffer.concat(chunks);
}
