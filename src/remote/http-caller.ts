import { Agent as PlainAgent, request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { KeywardError } from '../core/index.ts';
import type { ServerAddress } from './server-address.ts';

const MAX_CONNECTIONS = 16;
const MAX_ANSWER_BYTES = 96 * 1024 * 1024;

export interface HttpCallerOptions {
  readonly address: ServerAddress;
  /** Authorities that are believed instead of the public ones, PEM. */
  readonly ca?: string | undefined;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** HTTP to one server. It follows no redirect, goes through no proxy, and reads at most 96 MiB of an answer. */
export interface HttpCaller {
  /** Throws `SERVER_UNREACHABLE`, `SERVER_TLS_FAILED`, `SERVER_ANSWER_INVALID` and `OUTBOUND_CANCELLED`. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

export function createHttpCaller({ address, ca }: HttpCallerOptions): HttpCaller {
  const pool = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  const isTls = address.kind === 'https';
  const agent = isTls ? new TlsAgent(pool) : new PlainAgent(pool);
  const target =
    address.kind === 'unix'
      ? { socketPath: address.path, host: 'localhost' }
      : { host: address.host, port: address.port };
  // Said, so that no variable of the environment says otherwise.
  const trust = { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) } as const;
  return {
    async send({ method, path, headers, body, timeoutMs, signal: cancelled }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = cancelled === undefined ? timeout : AbortSignal.any([cancelled, timeout]);
      const options = { ...target, agent, method, path, headers, signal };
      try {
        return await answerTo(isTls ? tlsRequest({ ...options, ...trust }) : plainRequest(options), body);
      } catch (error) {
        if (cancelled?.aborted === true) throw new KeywardError('OUTBOUND_CANCELLED', 'the call was cancelled');
        throw failureOf(error, timeout.aborted);
      }
    },
    close: () => agent.destroy(),
  };
}

async function answerTo(outgoing: ClientRequest, body: string | undefined): Promise<HttpAnswer> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject).end(body);
  });
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('an answer without an encoding is read as bytes');
    byteLength += chunk.byteLength;
    if (byteLength > MAX_ANSWER_BYTES)
      throw new KeywardError('SERVER_ANSWER_INVALID', 'the answer of the server is too large');
    chunks.push(chunk);
  }
  return { status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}

const OF_TLS = /^(?:ERR_(?:TLS|SSL)_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/;

function failureOf(cause: unknown, isLate: boolean): KeywardError {
  if (cause instanceof KeywardError) return cause;
  if (isLate) return new KeywardError('SERVER_UNREACHABLE', 'the server did not answer in time', { cause });
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (OF_TLS.test(code))
    return new KeywardError('SERVER_TLS_FAILED', 'the server did not prove its identity', { cause });
  return new KeywardError('SERVER_UNREACHABLE', 'the server cannot be reached', { cause });
}
