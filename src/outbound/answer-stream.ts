import type { Dispatcher } from 'undici';
import { KeywardError } from '../core/index.ts';
import type { Deadline } from './deadline.ts';
import { withProgress, type Sent } from './progress.ts';
import { upstreamFailure } from './upstream-failure.ts';
import type { AnswerHead, WireAnswer } from './wire-answer.ts';

export interface AnswerStreamOptions {
  readonly deadline: Deadline;
  readonly settle: {
    readonly resolve: (answer: WireAnswer) => void;
    readonly reject: (error: KeywardError) => void;
  };
}

/** A handler that settles with the head of the answer and hands its body on as it comes. Listens to the deadline. */
export function createAnswerStream(options: AnswerStreamOptions): Dispatcher.DispatchHandler {
  const stream = new AnswerStream(options);
  options.deadline.listen(stream.cancel);
  return stream;
}

const LEFT = new KeywardError('OUTBOUND_CANCELLED', 'the rest of the answer was discarded');

// RFC 9110 section 15.2 allows any number; a service that means an answer sends few.
const MAX_INTERIM_ANSWERS = 16;
const ENDLESS = new KeywardError('OUTBOUND_RESPONSE_INVALID', 'the service sent interim answers without end');

// Over HTTP/1.1 the parser has the same limit; over HTTP/2 undici has none of its own.
const MAX_HEAD_BYTES = 16_384;
const LARGE_HEAD = new KeywardError('OUTBOUND_RESPONSE_TOO_LARGE', "the head of the service's answer is too large");

// What a reader has not taken yet; more than that stays in the kernel.
const MAX_QUEUED_BYTES = 262_144;

type ResponseStart = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>;

// A handler of our own instead of `request()`: trailers and interim answers are dropped where they arrive.
class AnswerStream implements Dispatcher.DispatchHandler {
  readonly #options: AnswerStreamOptions;
  readonly #queue: Uint8Array[] = [];
  #queued = 0;
  #interim = 0;
  #sent: Sent = 'no';
  #status: number | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled: KeywardError | undefined;
  #isOver = false;
  #failure: KeywardError | undefined;
  #wake: (() => void) | undefined;

  constructor(options: AnswerStreamOptions) {
    this.#options = options;
  }

  // The promise ends at once, also while undici still connects or waits for a free connection;
  // `onRequestStart` then keeps the request off the wire.
  readonly cancel = (error: KeywardError): void => {
    this.#cancelled = error;
    this.#fail(error);
    this.#controller?.abort(error);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancelled) controller.abort(this.#cancelled);
    else this.#sent = 'unknown';
  }

  onRequestUpgrade(controller: Dispatcher.DispatchController): void {
    controller.abort(new KeywardError('OUTBOUND_RESPONSE_INVALID', 'the service tried to switch protocols'));
  }

  // Four parameters, because undici says so.
  onResponseStart(...[controller, status, , statusText = '']: ResponseStart): void {
    this.#sent = 'yes';
    if (status < 200) return this.#countInterim(controller);
    this.#status = status;
    const headers = headerList(controller.rawHeaders);
    const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    if (bytes > MAX_HEAD_BYTES) return controller.abort(LARGE_HEAD);
    this.#options.settle.resolve({ status, statusText, headers, body: this.#body() });
  }

  #countInterim(controller: Dispatcher.DispatchController): void {
    this.#interim += 1;
    if (this.#interim > MAX_INTERIM_ANSWERS) controller.abort(ENDLESS);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#queue.push(chunk);
    this.#queued += chunk.byteLength;
    if (this.#queued > MAX_QUEUED_BYTES) controller.pause();
    this.#wake?.();
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_: unknown, error: Error): void {
    this.#fail(upstreamFailure(error, this.#status === undefined ? 'asking' : 'answering'));
  }

  #fail(error: KeywardError): void {
    if (this.#isOver) return;
    this.#failure = withProgress(error, { sent: this.#sent, status: this.#status });
    this.#end();
    this.#options.settle.reject(this.#failure);
  }

  #end(): void {
    this.#isOver = true;
    this.#options.deadline.listen(undefined);
    this.#wake?.();
  }

  async *#body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#queue.shift();
        if (chunk !== undefined) {
          yield this.#taken(chunk);
        } else if (this.#isOver) {
          if (this.#failure) throw this.#failure;
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
    } finally {
      if (!this.#isOver) {
        this.#end();
        this.#controller?.abort(LEFT);
      }
    }
  }

  #taken(chunk: Uint8Array): Uint8Array {
    this.#queued -= chunk.byteLength;
    if (this.#controller?.paused === true && this.#queued <= MAX_QUEUED_BYTES) this.#controller.resume();
    return chunk;
  }
}

function headerList(raw: Dispatcher.DispatchController['rawHeaders']): AnswerHead['headers'] {
  if (!Array.isArray(raw)) return [];
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    list.push([String(raw[index]).toLowerCase(), String(raw[index + 1])]);
  }
  return list;
}
