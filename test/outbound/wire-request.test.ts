import { describe, expect, it } from 'vitest';
import { startCanary, startHttpPeer } from '../support/lab/http-peer.ts';
import { failureOf, openOutbound, outboundCall, SECRET } from './outbound-call.ts';

describe('what is sent', () => {
  it('is the judged request plus the credential, and nothing else of ours but a name and the coding', async () => {
    const peer = await startHttpPeer();
    const body = { bytes: Buffer.from('{"a":1}'), contentType: 'application/json' };
    await openOutbound().send(
      outboundCall({ url: `${peer.origin}/v1/%41?a=%20b`, method: 'POST', headers: [['accept', 'text/plain']], body }),
    );

    expect(peer.seen[0]).toMatchObject({ method: 'POST', path: '/v1/%41?a=%20b', body: '{"a":1}' });
    expect(peer.seen[0]?.headers).toEqual({
      host: `127.0.0.1:${String(peer.port)}`,
      connection: 'keep-alive',
      authorization: `Bearer ${SECRET}`,
      accept: 'text/plain',
      'content-type': 'application/json',
      'user-agent': 'keyward',
      'accept-encoding': 'identity',
      'content-length': '7',
    });
  });

  it("keeps the caller's own user agent and content type", async () => {
    const peer = await startHttpPeer();
    const body = { bytes: Buffer.from('x'), contentType: 'text/plain' };
    const headers = [
      ['User-Agent', 'mine'],
      ['Content-Type', 'application/x-own'],
    ] as const;
    await openOutbound().send(outboundCall({ url: peer.origin, method: 'PUT', headers, body }));
    expect(peer.seen[0]?.headers).toMatchObject({ 'user-agent': 'mine', 'content-type': 'application/x-own' });
  });
});

describe('what is never sent, whatever the policy said', () => {
  it.each(['TRACE', 'TRACK', 'CONNECT', 'PRI', 'get', 'GET /x HTTP/1.1\r\nx: y', ''])(
    'the method %j',
    async (method) => {
      const canary = await startCanary();
      const error = await failureOf(openOutbound().send(outboundCall({ url: canary.origin, method })));
      expect(error.code).toBe('POLICY_METHOD_NOT_ALLOWED');
      expect(canary.connections()).toBe(0);
    },
  );

  it.each([
    'Host',
    'content-length',
    'Transfer-Encoding',
    'connection',
    'upgrade',
    'expect',
    'te',
    'trailer',
    'range',
    'if-range',
    'Accept-Encoding',
    'proxy-authorization',
  ])('the header %s', async (name) => {
    const canary = await startCanary();
    const error = await failureOf(openOutbound().send(outboundCall({ url: canary.origin, headers: [[name, '1']] })));
    expect(error.code).toBe('POLICY_HEADER_REFUSED');
    expect(canary.connections()).toBe(0);
  });

  it.each([
    ['bearer', 'Authorization'],
    ['header:x-api-key', 'X-API-Key'],
    ['cookie:session', 'Cookie'],
  ])('a second value beside the credential of %s', async (auth, name) => {
    const canary = await startCanary();
    const error = await failureOf(
      openOutbound().send(outboundCall({ url: canary.origin, auth, headers: [[name, 'mine']] })),
    );
    expect(error.code).toBe('POLICY_HEADER_REFUSED');
    expect(canary.connections()).toBe(0);
  });

  it('one header twice in different case', async () => {
    const canary = await startCanary();
    const headers = [
      ['x-a', '1'],
      ['X-A', '2'],
    ] as const;
    expect((await failureOf(openOutbound().send(outboundCall({ url: canary.origin, headers })))).code).toBe(
      'POLICY_HEADER_REFUSED',
    );
    expect(canary.connections()).toBe(0);
  });

  it.each(['key=mine', 'a=1&key=mine', '%6Bey=mine', 'key', 'a&&key=1'])(
    "a query of ?%s beside the credential's parameter",
    async (query) => {
      const canary = await startCanary();
      const error = await failureOf(
        openOutbound().send(outboundCall({ url: `${canary.origin}/?${query}`, auth: 'query:key' })),
      );
      expect(error.code).toBe('POLICY_QUERY_NOT_ALLOWED');
      expect(canary.connections()).toBe(0);
    },
  );

  it.each(['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1:1/', 'file:///etc/passwd'])('the url %s', async (url) => {
    expect((await failureOf(openOutbound().send(outboundCall({ url })))).code).toBe('POLICY_URL_REFUSED');
  });
});
