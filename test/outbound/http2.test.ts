import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AUTHORITY, SERVER_TLS } from '../support/lab/certificates.ts';
import { addressOf } from '../support/lab/http-peer.ts';
import { failureOf, openOutbound, outboundCall, SECRET, textOf, type CallOptions } from './outbound-call.ts';

type Respond = (stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>) => void;

/** A service that speaks HTTP/2 and nothing else. */
async function startHttp2Peer(respond: Respond): Promise<{ origin: string; asked: () => number }> {
  let asked = 0;
  const server = createSecureServer({ ...SERVER_TLS, allowHTTP1: false });
  const streams = new Set<ServerHttp2Stream>();
  server.on('stream', (stream, headers) => {
    asked += 1;
    streams.add(stream);
    stream.on('error', () => undefined);
    respond(stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const stream of streams) stream.session?.destroy();
    server.close();
  });
  return { origin: `https://127.0.0.1:${String(addressOf(server.address()).port)}`, asked: () => asked };
}

const call = (url: string, rest: Partial<CallOptions> = {}) => outboundCall({ url, tls: { ca: AUTHORITY }, ...rest });

describe('a service that speaks HTTP/2 alone', () => {
  it('gets the credential and the body, and its answer comes whole', async () => {
    let seen: Readonly<Record<string, unknown>> = {};
    const peer = await startHttp2Peer((stream, headers) => {
      seen = headers;
      stream.respond({ ':status': 201, 'content-type': 'text/plain', 'x-a': '1' });
      stream.pipe(stream);
    });
    const body = { bytes: Buffer.from('hello'), contentType: 'text/plain' };
    const response = await openOutbound().send(call(`${peer.origin}/a?b=c`, { method: 'POST', body }));
    expect([response.status, textOf(response)]).toEqual([201, 'hello']);
    expect(response.headers).toContainEqual(['x-a', '1']);
    expect(response.headers.every(([name]) => !name.startsWith(':'))).toBe(true);
    expect(seen).toMatchObject({ ':path': '/a?b=c', authorization: `Bearer ${SECRET}`, 'user-agent': 'keyward' });
  });

  it('is cut at the cap', async () => {
    const peer = await startHttp2Peer((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('x'.repeat(5_000));
    });
    const limits = { timeoutMs: 5_000, maxResponseBytes: 1_000 };
    const response = await openOutbound().send(call(peer.origin, { limits }));
    expect([response.body.byteLength, response.bodyTruncated]).toEqual([1_000, true]);
  });

  it('is given as far as it came when it falls silent', async () => {
    const peer = await startHttp2Peer((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('part');
    });
    const limits = { timeoutMs: 5_000, idleMs: 30, maxResponseBytes: 1_000 };
    const response = await openOutbound().send(call(peer.origin, { limits }));
    expect([response.status, textOf(response), response.bodyTruncated]).toEqual([200, 'part', true]);
  });

  it('may not send a larger head than over HTTP/1.1', async () => {
    const peer = await startHttp2Peer((stream) => stream.respond({ ':status': 200, 'x-large': 'x'.repeat(20_000) }));
    expect((await failureOf(openOutbound().send(call(peer.origin)))).code).toBe('OUTBOUND_RESPONSE_TOO_LARGE');
  });

  it('gets nothing when its authority or its address is not the one allowed', async () => {
    const peer = await startHttp2Peer((stream) => stream.respond({ ':status': 200 }, { endStream: true }));
    expect((await failureOf(openOutbound().send(call(peer.origin, { tls: {} })))).code).toBe('OUTBOUND_TLS_FAILED');
    const foreign = call(peer.origin, { origins: ['https://127.0.0.2:1'] });
    expect((await failureOf(openOutbound().send(foreign))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
    expect(peer.asked()).toBe(0);
  });
});
