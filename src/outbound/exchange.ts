import type { Dispatcher } from 'undici';
import { KeywardError } from '../core/index.ts';
import type { Deadline } from './deadline.ts';
import { upstreamFailure, type Phase } from './upstream-failure.ts';
import type { WireRequest } from './wire-request.ts';

/** One answer as it stood on the wire: body still coded, cut at the cap. */
export interface RawAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly truncated: boolean;
}

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly request: WireRequest;
  readonly maxBodyBytes: number;
  readonly headersTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly deadline: Deadline;
}

/** Send one request and collect its answer. Rejects with OUTBOUND_* errors only, or as the deadline ends. */
export function exchange(options: ExchangeOptions): Promise<RawAnswer> {
  const { dispatcher, request, deadline } = options;
  return new Promise((resolve, reject) => {
    const collector = new AnswerCollector(options, { resolve, reject });
    deadline.listen(collector.cancel);
    const { method, origin, path, headers, body } = request;
    dispatcher.dispatch(
      {
        method,
        origin,
        path,
        headers,
        body,
        headersTimeout: options.headersTimeoutMs,
        bodyTimeout: options.idleTimeoutMs,
      },
      collector,
    );
  });
}

interface Settle {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: unknown) => void;
}

const FULL = new KeywardError('OUTBOUND_RESPONSE_TOO_LARGE', 'the body reached its cap');

// RFC 9110 section 15.2 allows any number; a service that means an answer sends few.
const MAX_INTERIM_ANSWERS = 16;
const ENDLESS = new KeywardError('OUTBOUND_RESPONSE_INVALID', 'the service sent interim answers without end');

type ResponseStart = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>;

// A handler of our own instead of `request()`: no stream between the parser and the cap, trailers and
// interim answers dropped where they arrive.
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #settle: Settle;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #interim = 0;
  #phase: Phase = 'asking';
  #head: Omit<RawAnswer, 'body' | 'truncated'> | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled: KeywardError | undefined;

  constructor(options: ExchangeOptions, settle: Settle) {
    this.#options = options;
    this.#settle = settle;
  }

  // The promise ends at once, also while undici still connects or waits for a free connection;
  // `onRequestStart` then keeps the request off the wire.
  readonly cancel = (error: KeywardError): void => {
    this.#cancelled = error;
    this.#controller?.abort(error);
    this.#fail(error);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancelled) controller.abort(this.#cancelled);
  }

  onRequestUpgrade(controller: Dispatcher.DispatchController): void {
    controller.abort(new KeywardError('OUTBOUND_RESPONSE_INVALID', 'the service tried to switch protocols'));
  }

  // Four parameters, because undici says so.
  onResponseStart(...[controller, status, , statusText = '']: ResponseStart): void {
    if (status < 200) return this.#countInterim(controller);
    this.#phase = 'answering';
    this.#head = { status, statusText, headers: headerList(controller.rawHeaders) };
  }

  #countInterim(controller: Dispatcher.DispatchController): void {
    this.#interim += 1;
    if (this.#interim > MAX_INTERIM_ANSWERS) controller.abort(ENDLESS);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    const room = this.#options.maxBodyBytes - this.#size;
    this.#size += chunk.byteLength;
    this.#chunks.push(chunk.byteLength > room ? chunk.subarray(0, room) : chunk);
    if (chunk.byteLength <= room) return;
    this.#finish(true);
    controller.abort(FULL);
  }

  onResponseEnd(): void {
    this.#finish(false);
  }

  onResponseError(_: unknown, error: Error): void {
    this.#fail(upstreamFailure(error, this.#phase));
  }

  #finish(truncated: boolean): void {
    this.#options.deadline.listen(undefined);
    if (this.#head) this.#settle.resolve({ ...this.#head, body: joined(this.#chunks), truncated });
  }

  #fail(error: unknown): void {
    this.#options.deadline.listen(undefined);
    this.#settle.reject(error);
  }
}

function headerList(raw: Dispatcher.DispatchController['rawHeaders']): RawAnswer['headers'] {
  if (!Array.isArray(raw)) return [];
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    list.push([String(raw[index]).toLowerCase(), String(raw[index + 1])]);
  }
  return list;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return chunks.length === 1 && first ? first : Buffer.concat(chunks);
}
