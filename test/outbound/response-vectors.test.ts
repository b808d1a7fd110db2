import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drip, pourEndlessly, startRawPeer } from '../support/lab/raw-peer.ts';
import { failureOf, openOutbound, outboundCall, SECRET } from './outbound-call.ts';
import { SKIPPED, SSRF_VECTORS } from './ssrf-vectors.ts';

interface Scenario {
  readonly answer: (socket: Socket) => void;
  /** The code it ends with, or what the answer looks like. */
  /** Ends by the total deadline alone. */
  readonly isSlow?: true;
  readonly ends: string | { readonly status: number; readonly bodyTruncated: boolean };
  /** Nothing of the answer may hold the secret that the peer sent back where it is dropped. */
  readonly hides?: boolean;
}

const WHOLE = { status: 200, bodyTruncated: false };
const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 1 });
const head = (...lines: readonly string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');
const withBody = (socket: Socket, body: Uint8Array | string, ...lines: readonly string[]): void => {
  socket.write(head(`content-length: ${String(body.length)}`, ...lines));
  socket.write(body);
};

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'gzip bomb 200MB from 194kB': {
    answer: (socket) => withBody(socket, bomb, 'content-encoding: gzip'),
    ends: 'OUTBOUND_RESPONSE_TOO_LARGE',
  },
  'Content-Encoding: gzip x100': {
    answer: (socket) => withBody(socket, gzipSync('x'), ...Array.from({ length: 100 }, () => 'content-encoding: gzip')),
    ends: 'OUTBOUND_RESPONSE_INVALID',
  },
  'endless chunked': {
    answer: (socket) => {
      socket.write(head('transfer-encoding: chunked'));
      pourEndlessly(socket, Buffer.from(`1000\r\n${'x'.repeat(4096)}\r\n`));
    },
    ends: { status: 200, bodyTruncated: true },
  },
  'slowloris 1 byte/10 s': {
    answer: (socket) => {
      socket.write(head('content-length: 1000'));
      drip(socket, { byte: 'x', everyMs: 10 });
    },
    ends: { status: 200, bodyTruncated: true },
    isSlow: true,
  },
  'headers 1 MB': {
    answer: (socket) => withBody(socket, '', `x-large: ${'x'.repeat(1_000_000)}`),
    ends: 'OUTBOUND_RESPONSE_TOO_LARGE',
  },
  'trailers carrying secret': {
    answer: (socket) => socket.write(`${head('transfer-encoding: chunked')}1\r\nx\r\n0\r\nx-secret: ${SECRET}\r\n\r\n`),
    ends: WHOLE,
    hides: true,
  },
  // These three reach the scrubber and the response mode of the binding as they are: outbound owes them the whole bytes.
  'Set-Cookie / WWW-Authenticate echo': {
    answer: (socket) => withBody(socket, 'x', `set-cookie: ${SECRET}`),
    ends: WHOLE,
  },
  'content-type binary/image with secret in metadata': {
    answer: (socket) => withBody(socket, `\u0000${SECRET}`, 'content-type: image/png'),
    ends: WHOLE,
  },
  'multipart/SSE stream': {
    answer: (socket) => socket.end(`${head('content-type: text/event-stream')}data: ${SECRET}\n\n`),
    ends: WHOLE,
  },
  '101 switching protocols': {
    answer: (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'),
    ends: 'OUTBOUND_RESPONSE_INVALID',
  },
  '1xx with headers (103 Early Hints)': {
    answer: (socket) => {
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: ${SECRET}\r\n\r\n`);
      withBody(socket, 'x');
    },
    ends: WHOLE,
    hides: true,
  },
};

describe.skipIf(!SSRF_VECTORS)(`the response_scenarios vectors (${SKIPPED})`, () => {
  it.each(SSRF_VECTORS?.response_scenarios ?? [])('$name', async ({ name }) => {
    const scenario = SCENARIOS[name];
    if (scenario === undefined) throw new Error(`no peer plays ${name}`);
    const peer = await startRawPeer(scenario.answer);
    const limits = { timeoutMs: scenario.isSlow === true ? 100 : 5_000, maxResponseBytes: 1_000_000 };
    const sent = openOutbound().send(outboundCall({ url: peer.origin, limits }));

    if (typeof scenario.ends === 'string') {
      expect((await failureOf(sent)).code).toBe(scenario.ends);
    } else {
      const response = await sent;
      expect(response).toMatchObject(scenario.ends);
      const shown = JSON.stringify([response.headers, response.statusText, Buffer.from(response.body).toString()]);
      expect(shown.includes(SECRET)).toBe(scenario.hides !== true && !response.bodyTruncated);
    }
    expect(peer.requests()).toBe(1);
  });
});
