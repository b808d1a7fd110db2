import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** A real server on loopback that remembers what it was asked. It ends with the test. */
export interface HttpPeer {
  /** With the literal address it listens on. */
  readonly origin: string;
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  /** TCP connections ever accepted. */
  readonly connections: () => number;
  /** Resolves when the next connection is accepted. */
  readonly connected: () => Promise<void>;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void;

export interface HttpPeerOptions {
  readonly answer?: Answer;
  readonly host?: '127.0.0.1' | '::1';
  readonly port?: number;
  readonly tls?: ServerOptions;
}

/** Start an HTTP or HTTPS server. Without `answer` it says 200 and `{"ok":true}`. */
export async function startHttpPeer(options: HttpPeerOptions = {}): Promise<HttpPeer> {
  const { answer = sayOk, host = '127.0.0.1', port: wantedPort = 0, tls } = options;
  const seen: SeenRequest[] = [];
  const listener = recording(seen, answer);
  const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wantedPort, host, resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = addressOf(server.address());
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://${host === '::1' ? '[::1]' : host}:${String(port)}`,
    port,
    seen,
    connections: () => connections,
    connected: () => new Promise((resolve) => server.once('connection', () => resolve())),
  };
}

/** A server that must never be asked: `seen` and `connections()` stay empty for every blocked call. */
export function startCanary(options: Omit<HttpPeerOptions, 'answer'> = {}): Promise<HttpPeer> {
  return startHttpPeer(options);
}

/** An answer that gives the whole request head back, as a TRACE or a debugging endpoint would. */
export const echo: Answer = (request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(request));
};

export function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address;
}

const sayOk: Answer = (_, response) => {
  response.setHeader('content-type', 'application/json').end('{"ok":true}');
};

function recording(seen: SeenRequest[], answer: Answer): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers, rawHeaders } = request;
      const record = { method, path, headers, rawHeaders, body: Buffer.concat(chunks).toString() };
      seen.push(record);
      answer(record, response);
    });
  };
}
