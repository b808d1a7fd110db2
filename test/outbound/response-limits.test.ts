import * as zlib from 'node:zlib';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { drip, pourEndlessly, startRawPeer } from '../support/lab/raw-peer.ts';
import { failureOf, openOutbound, outboundCall, SECRET, textOf } from './outbound-call.ts';

const limits = { timeoutMs: 5_000, maxResponseBytes: 1_000 };
const CODINGS = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
] as const;

describe('the body', () => {
  it.each([999, 1_000])('of %i bytes under a cap of 1000 comes whole', async (length) => {
    const peer = await startHttpPeer({ answer: (_, response) => void response.end('x'.repeat(length)) });
    const response = await openOutbound().send(outboundCall({ url: peer.origin, limits }));
    expect([response.body.byteLength, response.bodyTruncated]).toEqual([length, false]);
  });

  it('over the cap is cut there and says so', async () => {
    const peer = await startHttpPeer({ answer: (_, response) => void response.end('x'.repeat(1_001)) });
    const response = await openOutbound().send(outboundCall({ url: peer.origin, limits }));
    expect([response.body.byteLength, response.bodyTruncated]).toEqual([1_000, true]);
  });

  it('without an end is cut at the cap, and the connection is let go', async () => {
    const peer = await startRawPeer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      pourEndlessly(socket, Buffer.from(`400\r\n${'x'.repeat(1024)}\r\n`));
    });
    const response = await openOutbound().send(outboundCall({ url: peer.origin, limits }));
    expect([response.body.byteLength, response.bodyTruncated]).toEqual([1_000, true]);
    await peer.abandoned();
  });

  it.each(CODINGS)('in %s is decoded once and no longer called coded', async (coding, encode) => {
    const coded = encode(`{"hello":"${'w'.repeat(500)}"}`);
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', coding).end(coded),
    });
    const response = await openOutbound().send(outboundCall({ url: peer.origin, limits }));
    expect(textOf(response)).toMatch(/^\{"hello":"w{500}"\}$/);
    expect(response.headers.map(([name]) => name)).not.toContain('content-encoding');
    expect(response.headers.map(([name]) => name)).not.toContain('content-length');
  });

  it.each(CODINGS)('that is a bomb in %s is refused', async (coding, encode) => {
    const bomb = encode(Buffer.alloc(1_000_000));
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', coding).end(bomb),
    });
    const error = await failureOf(
      openOutbound().send(outboundCall({ url: peer.origin, limits: { ...limits, maxResponseBytes: 100_000 } })),
    );
    expect(error.code).toBe('OUTBOUND_RESPONSE_TOO_LARGE');
  });

  it('that is over the cap before it is decoded is refused', async () => {
    const noise = Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7919) % 251));
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync(noise, { level: 0 })),
    });
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin, limits })))).code).toBe(
      'OUTBOUND_RESPONSE_TOO_LARGE',
    );
  });

  it.each([
    ['gzip, gzip'],
    ['gzip, br'],
    [Array.from({ length: 100 }, () => 'gzip')],
    ['zstd, gzip'],
    ['compress'],
    ['gzip;q=1'],
  ])('with the content coding %j is refused', async (coding) => {
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', coding).end(gzipSync('x')),
    });
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin, limits })))).code).toBe(
      'OUTBOUND_RESPONSE_INVALID',
    );
  });

  it.each([
    ['damaged', Buffer.concat([gzipSync('x'.repeat(200)).subarray(0, 12), Buffer.alloc(8, 0xff)])],
    ['none, and the body no text', Buffer.from([0x00, 0xff, 0x10])],
    ['cut off', gzipSync('x'.repeat(200)).subarray(0, 15)],
  ])('whose coding is %s is refused', async (_, coded) => {
    const peer = await startHttpPeer({
      answer: (__, response) => void response.setHeader('content-encoding', 'gzip').end(coded),
    });
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin, limits })))).code).toBe(
      'OUTBOUND_RESPONSE_INVALID',
    );
  });

  it.each(['gzip', 'br', 'deflate', 'zstd'])('that is text under the label %s is read as it is', async (label) => {
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', label).end('{"hello":"wörld"}'),
    });
    const response = await openOutbound().send(outboundCall({ url: peer.origin, limits }));
    expect(textOf(response)).toBe('{"hello":"wörld"}');
    expect(response.headers.map(([name]) => name)).not.toContain('content-encoding');
  });

  it.each(['br', 'deflate', 'zstd'])('that is gzip under the label %s is known by its mark', async (label) => {
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', label).end(gzipSync('hello')),
    });
    expect(textOf(await openOutbound().send(outboundCall({ url: peer.origin, limits })))).toBe('hello');
  });

  it('in zstd is read where Node.js can, and refused by a code of its own where not', async () => {
    const coded = Buffer.from('28b52ffd200529000068656c6c6f', 'hex');
    const peer = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-encoding', 'zstd').end(coded),
    });
    const answer = openOutbound().send(outboundCall({ url: peer.origin, limits }));
    if ('zstdDecompress' in zlib) expect(textOf(await answer)).toBe('hello');
    else expect((await failureOf(answer)).code).toBe('OUTBOUND_CODING_UNSUPPORTED');
  });

  it('in "identity" and of a HEAD is left alone', async () => {
    const peer = await startHttpPeer({
      answer: ({ method }, response) =>
        void response.setHeader('content-encoding', method === 'HEAD' ? 'gzip' : 'identity').end('x'),
    });
    const outbound = openOutbound();
    expect(textOf(await outbound.send(outboundCall({ url: peer.origin })))).toBe('x');
    const head = await outbound.send(outboundCall({ url: peer.origin, method: 'HEAD' }));
    expect([head.status, head.body.byteLength]).toEqual([200, 0]);
  });
});

describe('the head', () => {
  it('over 16 kB is refused', async () => {
    const peer = await startRawPeer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nx-large: ${'x'.repeat(1_000_000)}\r\ncontent-length: 0\r\n\r\n`),
    );
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin })))).code).toBe(
      'OUTBOUND_RESPONSE_TOO_LARGE',
    );
  });

  it('keeps every value of a repeated header, in order, and what describes the connection stays behind', async () => {
    const peer = await startRawPeer((socket) => {
      socket.write(
        'HTTP/1.1 207 Möglich\r\nSet-Cookie: a=1\r\nX-One: 1\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive\r\nX-Utf: ü\r\nContent-Length: 0\r\n\r\n',
      );
    });
    const response = await openOutbound().send(outboundCall({ url: peer.origin }));
    expect([response.status, response.statusText]).toEqual([207, 'Möglich']);
    expect(response.headers).toEqual([
      ['set-cookie', 'a=1'],
      ['x-one', '1'],
      ['set-cookie', 'b=2'],
      ['x-utf', 'ü'],
      ['content-length', '0'],
    ]);
  });

  it('survives a header named __proto__', async () => {
    const peer = await startRawPeer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\n__proto__: x\r\ncontent-length: 0\r\n\r\n'),
    );
    const response = await openOutbound().send(outboundCall({ url: peer.origin }));
    expect(response.headers).toContainEqual(['__proto__', 'x']);
  });

  it('of an interim answer is ignored', async () => {
    const peer = await startRawPeer((socket) => {
      socket.write(
        `HTTP/1.1 103 Early Hints\r\nlink: ${SECRET}\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`,
      );
    });
    const response = await openOutbound().send(outboundCall({ url: peer.origin }));
    expect([response.status, textOf(response), response.headers]).toEqual([200, 'ok', [['content-length', '2']]]);
  });

  it('that switches protocols is refused', async () => {
    const peer = await startRawPeer((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    );
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin })))).code).toBe(
      'OUTBOUND_RESPONSE_INVALID',
    );
  });

  it('is followed by a body and never by trailers', async () => {
    const peer = await startRawPeer((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-late\r\n\r\n2\r\nok\r\n0\r\nx-late: ${SECRET}\r\n\r\n`,
      );
    });
    const response = await openOutbound().send(outboundCall({ url: peer.origin }));
    expect(textOf(response)).toBe('ok');
    expect(JSON.stringify(response)).not.toContain(SECRET);
    expect(response.headers).toEqual([]);
  });
});

describe('time', () => {
  it('ends for a service that drips, though it is never idle for long, and what came is given', async () => {
    const peer = await startRawPeer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      drip(socket, { byte: 'x', everyMs: 5 });
    });
    const response = await openOutbound().send(
      outboundCall({ url: peer.origin, limits: { timeoutMs: 60, maxResponseBytes: 1_000 } }),
    );
    expect([response.status, response.bodyTruncated]).toEqual([200, true]);
    expect(textOf(response)).toMatch(/^x*$/);
    await peer.abandoned();
  });

  it('that ends within a coded body gives what can be decoded of it', async () => {
    const coded = gzipSync(Array.from({ length: 2_000 }, (_, index) => `line ${String(index * 7919)}`).join('\n'));
    const peer = await startRawPeer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${String(coded.byteLength)}\r\n\r\n`);
      socket.write(coded.subarray(0, coded.byteLength - 500));
    });
    const response = await openOutbound().send(
      outboundCall({ url: peer.origin, limits: { timeoutMs: 5_000, idleMs: 20, maxResponseBytes: 65_536 } }),
    );
    expect(response.bodyTruncated).toBe(true);
    expect(textOf(response)).toMatch(/^line 0\nline 7919\n/);
  });

  it('ends for a service that drips its head', async () => {
    const peer = await startRawPeer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      drip(socket, { byte: 'x', everyMs: 5 });
    });
    const error = await failureOf(
      openOutbound().send(outboundCall({ url: peer.origin, limits: { timeoutMs: 60, maxResponseBytes: 1_000 } })),
    );
    expect(error.code).toBe('OUTBOUND_TIMEOUT');
  });

  it('is not spent on interim answers without end', async () => {
    const peer = await startRawPeer((socket) =>
      pourEndlessly(socket, Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')),
    );
    const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin, limits })));
    expect(error.code).toBe('OUTBOUND_RESPONSE_INVALID');
    await peer.abandoned();
  });

  it('ends for a service that takes the request and says nothing', async () => {
    const peer = await startRawPeer(() => undefined);
    const error = await failureOf(
      openOutbound().send(outboundCall({ url: peer.origin, limits: { timeoutMs: 40, maxResponseBytes: 1_000 } })),
    );
    expect(error.code).toBe('OUTBOUND_TIMEOUT');
  });

  it.each(['firstByteMs', 'idleMs'] as const)('ends by the %s limit of the call before the deadline', async (limit) => {
    const peer = await startRawPeer((socket) => {
      if (limit === 'idleMs') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx');
    });
    const send = openOutbound().send(
      outboundCall({ url: peer.origin, limits: { timeoutMs: 5_000, maxResponseBytes: 1_000, [limit]: 20 } }),
    );
    if (limit === 'idleMs') {
      const response = await send;
      expect([response.status, textOf(response), response.bodyTruncated]).toEqual([200, 'x', true]);
      return;
    }
    const error = await failureOf(send);
    expect([error.code, error.details]).toEqual([
      'OUTBOUND_TIMEOUT',
      { reason: 'UND_ERR_HEADERS_TIMEOUT', sent: 'unknown' },
    ]);
  });

  it('ends when the caller goes away, and the connection is let go', async () => {
    const controller = new AbortController();
    const peer = await startRawPeer(() => controller.abort());
    const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin, signal: controller.signal })));
    expect(error.code).toBe('OUTBOUND_CANCELLED');
    await peer.abandoned();
  });

  it('that was over before keeps the request off the wire', async () => {
    const peer = await startHttpPeer();
    const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin, signal: AbortSignal.abort() })));
    expect(error.code).toBe('OUTBOUND_CANCELLED');
    expect(peer.connections()).toBe(0);
  });

  it('that ends while the name is still being resolved keeps the request off the wire', async () => {
    const peer = await startHttpPeer();
    const controller = new AbortController();
    const answer = [{ address: '127.0.0.1' }];
    let resolveFirst: (() => void) | undefined;
    const lookup = (): Promise<typeof answer> => {
      if (resolveFirst) return Promise.resolve(answer);
      setImmediate(() => controller.abort());
      return new Promise((resolve) => (resolveFirst = () => resolve(answer)));
    };
    const outbound = openOutbound({ lookup });
    const url = `http://slow.test:${String(peer.port)}/`;
    const error = await failureOf(
      outbound.send(outboundCall({ url, privateNetworks: ['127.0.0.1/32'], signal: controller.signal })),
    );
    expect(error.code).toBe('OUTBOUND_CANCELLED');

    const late = peer.connected();
    resolveFirst?.();
    await late;
    const second = await outbound.send(outboundCall({ url: `${url}second`, privateNetworks: ['127.0.0.1/32'] }));
    expect(second.status).toBe(200);
    expect(peer.seen.map(({ path }) => path)).toEqual(['/second']);
  });
});
