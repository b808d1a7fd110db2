import { describe, expect, it } from 'vitest';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { startRawPeer } from '../support/lab/raw-peer.ts';
import { failureOf, openOutbound, outboundCall } from './outbound-call.ts';

const FOREIGN = 'FOREIGN-TEXT-7f3';

describe('an upstream that breaks', () => {
  it.each([
    ['garbage', `${FOREIGN}\r\n\r\n`],
    ['an unknown version', `HTTP/9.9 200 ${FOREIGN}\r\n\r\n`],
    ['a header without a colon', `HTTP/1.1 200 OK\r\n${FOREIGN}\r\n\r\n`],
    ['a bare line feed in a header', `HTTP/1.1 200 OK\r\nx-a: 1\n ${FOREIGN}\r\n\r\n`],
    ['two lengths', `HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\n${FOREIGN}`],
    ['a length and chunks', `HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n${FOREIGN}`],
    ['a chunk size that is none', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${FOREIGN}\r\n`],
  ])('with %s is an invalid answer', async (_, bytes) => {
    const peer = await startRawPeer((socket) => socket.write(bytes));
    const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin })));
    expect(error.code).toBe('OUTBOUND_RESPONSE_INVALID');
    expect(JSON.stringify([error.message, error.hint, error.details, String(error.cause)])).not.toContain(FOREIGN);
    expect(error.cause).toBeUndefined();
  });

  it.each([
    ['before its answer', '', 'OUTBOUND_UNREACHABLE'],
    ['within its head', 'HTTP/1.1 200 OK\r\nx-a: ', 'OUTBOUND_UNREACHABLE'],
    ['after an interim answer', 'HTTP/1.1 103 Early Hints\r\n\r\n', 'OUTBOUND_UNREACHABLE'],
    ['within its body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', 'OUTBOUND_RESPONSE_INVALID'],
    ['within its chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel', 'OUTBOUND_RESPONSE_INVALID'],
  ])('by closing %s', async (_, bytes, code) => {
    const peer = await startRawPeer((socket) => socket.end(bytes));
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin })))).code).toBe(code);
  });

  it('by resetting the connection', async () => {
    const peer = await startRawPeer((socket) => void socket.resetAndDestroy());
    expect((await failureOf(openOutbound().send(outboundCall({ url: peer.origin })))).code).toBe(
      'OUTBOUND_UNREACHABLE',
    );
  });

  it('by not being there', async () => {
    const error = await failureOf(openOutbound().send(outboundCall({ url: 'http://127.0.0.1:1/' })));
    expect([error.code, error.details]).toEqual(['OUTBOUND_UNREACHABLE', { reason: 'ECONNREFUSED', sent: 'no' }]);
    expect(error.message).not.toMatch(/127|:1/);
  });

  it.each([
    ['no byte', '', { sent: 'unknown' }],
    ['an interim answer', 'HTTP/1.1 103 Early Hints\r\n\r\n', { sent: 'yes' }],
    ['a head', 'HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\nhalf', { sent: 'yes', status: 201 }],
  ])('after %s says whether the request was sent', async (_, bytes, said) => {
    const peer = await startRawPeer((socket) => socket.end(bytes));
    const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin, method: 'POST' })));
    expect(error.details).toMatchObject(said);
    expect(error.details['status']).toBe('status' in said ? said.status : undefined);
  });

  it('in its second attempt was still reached by the first', async () => {
    let asked = 0;
    const peer = await startRawPeer((socket) => {
      asked += 1;
      socket.end(asked === 1 ? 'HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n' : '');
    });
    const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin, method: 'PUT' })));
    expect(error.details['sent']).toBe('unknown');
  });

  it('leaves the next call to it unharmed', async () => {
    const peer = await startHttpPeer({
      answer: ({ path }, response) => (path === '/reset' ? response.socket?.resetAndDestroy() : response.end('ok')),
    });
    const outbound = openOutbound();
    await failureOf(outbound.send(outboundCall({ url: `${peer.origin}/reset` })));
    expect((await outbound.send(outboundCall({ url: peer.origin }))).status).toBe(200);
  });

  it('by answering before anybody asked again poisons no later answer', async () => {
    const peer = await startRawPeer((socket, request) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${String(request)}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged`,
      );
    });
    const outbound = openOutbound();
    for (const expected of ['1', '2']) {
      expect(Buffer.from((await outbound.send(outboundCall({ url: peer.origin }))).body).toString()).toBe(expected);
    }
  });
});
