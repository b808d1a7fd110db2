import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { WitnessAnswer } from '../../audit/index.ts';
import { KeywardError, type Logger } from '../../core/index.ts';

const MAX_BODY_BYTES = 200_000;
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 64;

export interface WitnessServerOptions {
  readonly witness: { addCheckpoint(body: string): Promise<WitnessAnswer> };
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
}

export interface WitnessServer {
  /** The submission prefix: `add-checkpoint` is below it. */
  readonly url: string;
  /** Resolves when it has stopped. */
  readonly ended: Promise<void>;
  close(): void;
}

/** `POST /add-checkpoint` of c2sp.org/tlog-witness, and nothing else. Throws `CONFIG_INVALID` when it cannot listen there. */
export async function startWitnessServer(options: WitnessServerOptions): Promise<WitnessServer> {
  const { witness, host, port, logger } = options;
  const server = createServer((request, response) => {
    answer(request, witness).then(
      ({ status, contentType, body }) => response.writeHead(status, { 'content-type': contentType }).end(body),
      (error: unknown) => {
        logger.error({ code: error instanceof KeywardError ? error.code : 'INTERNAL' }, 'a checkpoint was not judged');
        response.writeHead(500).end();
      },
    );
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, host, port);
  const ended = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    url: urlOf(server),
    ended,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  witness: WitnessServerOptions['witness'],
): Promise<Pick<WitnessAnswer, 'contentType' | 'body'> & { readonly status: number }> {
  const contentType = 'text/plain; charset=utf-8';
  if (request.url !== '/add-checkpoint') return { status: 404, contentType, body: 'not found\n' };
  if (request.method !== 'POST') return { status: 405, contentType, body: 'only POST\n' };
  const body = await readBody(request);
  return body === undefined ? { status: 413, contentType, body: 'too large\n' } : witness.addCheckpoint(body);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    size += bytes.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new KeywardError('CONFIG_INVALID', 'the witness server cannot listen on that address and port', { cause }),
      );
    });
    server.listen(port, host, resolve);
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') return '';
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
