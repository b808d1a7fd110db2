import { describe, expect, it } from 'vitest';
import { AUTHORITY, SERVER_TLS } from '../support/lab/certificates.ts';
import { startCanary, startHttpPeer, type Answer, type HttpPeer } from '../support/lab/http-peer.ts';
import { failureOf, openOutbound, outboundCall, SECRET } from './outbound-call.ts';
import { SKIPPED, SSRF_VECTORS } from './ssrf-vectors.ts';

const always = { max: 3, judge: () => true };

/** Answers `/` with the redirect and every other path with 200. */
function redirector(status: number, location: string | undefined): Answer {
  return ({ path }, response) => {
    const isStart = path === '/';
    if (isStart && location !== undefined) response.setHeader('location', location);
    response.writeHead(isStart ? status : 200).end();
  };
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is handed back and not followed', async (status) => {
    const peer = await startHttpPeer({ answer: redirector(status, '/next?a=1') });
    const response = await openOutbound().send(outboundCall({ url: `${peer.origin}/` }));
    expect([response.status, response.location]).toEqual([status, `${peer.origin}/next?a=1`]);
    expect(peer.seen).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])(
    '%i is followed within the origin where the binding permits and the policy agrees',
    async (status) => {
      const peer = await startHttpPeer({ answer: redirector(status, '/next#part') });
      const judged: string[] = [];
      const redirects = { max: 1, judge: (url: URL) => judged.push(url.href) > 0 };
      const response = await openOutbound().send(outboundCall({ url: `${peer.origin}/`, redirects }));
      expect([response.status, response.attempts, response.location]).toEqual([200, 2, undefined]);
      expect(judged).toEqual([`${peer.origin}/next`]);
      expect(peer.seen[1]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    },
  );

  it('that the policy denies ends the call as it is', async () => {
    const peer = await startHttpPeer({ answer: redirector(302, '/admin') });
    const response = await openOutbound().send(
      outboundCall({ url: `${peer.origin}/`, redirects: { max: 3, judge: () => false } }),
    );
    expect([response.status, peer.seen.length]).toEqual([302, 1]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('of a %s is never followed', async (method) => {
    const peer = await startHttpPeer({ answer: redirector(307, '/next') });
    const body = { bytes: Buffer.from('{}'), contentType: 'application/json' };
    const response = await openOutbound().send(
      outboundCall({ url: `${peer.origin}/`, method, body, redirects: always }),
    );
    expect([response.status, peer.seen.length]).toEqual([307, 1]);
  });

  it('of a HEAD is followed as a HEAD', async () => {
    const peer = await startHttpPeer({ answer: redirector(301, '/next') });
    await openOutbound().send(outboundCall({ url: `${peer.origin}/`, method: 'HEAD', redirects: always }));
    expect(peer.seen.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it('too many ends the call, at most three hops whatever the binding says', async () => {
    const peer = await startHttpPeer({
      answer: (_, response) => void response.writeHead(302, { location: '/' }).end(),
    });
    for (const [max, requests] of [
      [1, 2],
      [3, 4],
      [50, 4],
    ] as const) {
      const before = peer.seen.length;
      const error = await failureOf(
        openOutbound().send(outboundCall({ url: `${peer.origin}/`, redirects: { max, judge: () => true } })),
      );
      expect([error.code, peer.seen.length - before]).toEqual(['OUTBOUND_REDIRECT_REFUSED', requests]);
    }
  });

  it.each([
    [300, '/next'],
    [304, '/next'],
    [200, '/next'],
    [201, '/next'],
  ])('is not what %i is', async (status, location) => {
    const peer = await startHttpPeer({ answer: redirector(status, location) });
    const response = await openOutbound().send(outboundCall({ url: `${peer.origin}/`, redirects: always }));
    expect([response.status, response.location, peer.seen.length]).toEqual([status, undefined, 1]);
  });

  it.each([
    '',
    undefined,
    'http://[',
    '/a\\b',
    '/a b',
    'https://user:pass@127.0.0.1/',
    '//',
    'javascript:alert(1)',
    '/\u00fc',
  ])('to %j is not followed', async (location) => {
    const peer = await startHttpPeer({ answer: redirector(302, location) });
    const response = await openOutbound().send(
      outboundCall({ url: `${peer.origin}/`, redirects: { max: 3, judge: ({ pathname }) => pathname !== '/' } }),
    );
    expect([response.status, peer.seen.length]).toEqual([302, 1]);
  });

  it('that names two peers is not followed', async () => {
    const peer = await startHttpPeer({
      answer: (_, response) =>
        void response
          .writeHead(
            302,
            [
              ['location', '/a'],
              ['location', '/b'],
            ].flat(),
          )
          .end(),
    });
    const response = await openOutbound().send(outboundCall({ url: `${peer.origin}/`, redirects: always }));
    expect([response.status, response.location, peer.seen.length]).toEqual([302, undefined, 1]);
  });

  it('from https to http of the same host is not followed', async () => {
    const peer = await startHttpPeer({
      tls: SERVER_TLS,
      answer: ({ headers }, response) =>
        void response.writeHead(301, { location: `http://${String(headers.host)}/next` }).end(),
    });
    const response = await openOutbound().send(
      outboundCall({ url: `${peer.origin}/`, redirects: always, tls: { ca: AUTHORITY } }),
    );
    expect([response.status, peer.seen.length]).toEqual([301, 1]);
  });

  it('that repeats the credential in its query is judged without it and followed with it once', async () => {
    const peer = await startHttpPeer({
      answer: ({ path }, response) =>
        path.startsWith('/next')
          ? response.end()
          : response.writeHead(301, { location: path.replace('/?', '/next?') }).end(),
    });
    const judged: string[] = [];
    const redirects = { max: 1, judge: (url: URL) => judged.push(url.href) > 0 };
    const response = await openOutbound().send(
      outboundCall({ url: `${peer.origin}/?a=%20`, auth: 'query:key', redirects }),
    );
    expect(response.status).toBe(200);
    expect(judged).toEqual([`${peer.origin}/next?a=%20`]);
    expect(peer.seen[1]?.path).toBe(`/next?a=%20&key=${SECRET}`);
  });
});

/** Where each redirect of the vectors points to, in the lab. The canary stands for every host that is not the bound one. */
const TARGETS: Readonly<Record<string, (canary: HttpPeer) => string | undefined>> = {
  'same-origin path inside policy': () => '/next',
  'same host, http (downgrade)': () => undefined,
  'same host other port': (canary) => `${canary.origin}/`,
  'cross-origin public host': (canary) => `http://localhost:${String(canary.port)}/`,
  'http://169.254.169.254/': () => 'http://169.254.169.254/',
  '//evil.test/': () => '//evil.test/',
  'https://user:pass@allowed/': (canary) => `http://user:pass@127.0.0.1:${String(canary.port)}/`,
  'javascript:alert(1)': () => 'javascript:alert(1)',
  loop: () => '/',
  'Location containing the secret in query (reflected)': () => `/next?echo=${SECRET}`,
  none: () => undefined,
  list: () => '/next',
};
const FOLLOWED = new Set(['same-origin path inside policy', 'Location containing the secret in query (reflected)']);

describe.skipIf(!SSRF_VECTORS)(`the redirect_scenarios vectors (${SKIPPED})`, () => {
  it.each(SSRF_VECTORS?.redirect_scenarios ?? [])('$status to $to', async ({ status, to }) => {
    const target = TARGETS[to];
    if (target === undefined) throw new Error(`no target stands for ${to}`);
    const canary = await startCanary();
    const isDowngrade = to.includes('downgrade');
    const answer: Answer = isDowngrade
      ? ({ headers }, response) =>
          void response.writeHead(status, { location: `http://${String(headers.host)}/next` }).end()
      : redirector(status, target(canary));
    const peer = await startHttpPeer({ answer, ...(isDowngrade ? { tls: SERVER_TLS } : {}) });
    const asked: string[] = [];
    const lookup = (name: string) => Promise.resolve([{ address: asked.push(name) > 0 ? '127.0.0.1' : '' }]);
    const outbound = openOutbound({ lookup });
    const bound = {
      url: `${peer.origin}/`,
      privateNetworks: ['127.0.0.0/8'],
      tls: isDowngrade ? { ca: AUTHORITY } : undefined,
    };

    expect((await outbound.send(outboundCall(bound))).status).toBe(status);
    expect(peer.seen).toHaveLength(1);
    const permitted = outbound.send(outboundCall({ ...bound, redirects: always }));
    if (to === 'loop') expect((await failureOf(permitted)).code).toBe('OUTBOUND_REDIRECT_REFUSED');
    else expect((await permitted).status).toBe(FOLLOWED.has(to) ? 200 : status);
    expect([canary.connections(), asked]).toEqual([0, []]);
  });
});
