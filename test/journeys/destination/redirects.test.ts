import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { parseBinding, type BindingInput } from '../../../src/policy/index.ts';
import { CANARY, openAgentKit, type AgentKit } from '../../support/agent-kit.ts';
import { AUTHORITY, SERVER_TLS } from '../../support/lab/certificates.ts';
import { startHttpPeer, type HttpPeer, type SeenRequest } from '../../support/lab/http-peer.ts';
import { startTrap, type Trap } from '../../support/lab/trap.ts';
import { callTool } from '../../support/tool-calls.ts';
import { forEachSet } from './vectors.ts';

interface Peers {
  readonly peer: Pick<HttpPeer, 'origin' | 'port'>;
  readonly trap: Trap;
}

/** Where each kind of redirect of the vectors points to; `undefined` for an answer without a location. */
const LOCATIONS: Readonly<Record<string, (peers: Peers) => string | readonly string[] | undefined>> = {
  'same-origin path inside policy': () => '/v1/landed',
  'same-origin path outside policy': () => '/admin',
  'same host, http (downgrade)': ({ peer }) => `http://127.0.0.1:${String(peer.port)}/v1/landed`,
  'same host other port': ({ trap }) => `https://127.0.0.1:${String(trap.port)}/v1/landed`,
  'same host by another name': ({ peer }) => `https://localhost:${String(peer.port)}/v1/landed`,
  'cross-origin public host': ({ trap }) => `https://evil.test:${String(trap.port)}/v1/landed`,
  'http://169.254.169.254/': () => 'http://169.254.169.254/',
  '//evil.test/': ({ trap }) => `//evil.test:${String(trap.port)}/v1/landed`,
  'https://user:pass@allowed/': ({ peer }) => `https://user:pass@127.0.0.1:${String(peer.port)}/v1/landed`,
  'javascript:alert(1)': () => 'javascript:alert(1)',
  backslashes: ({ trap }) => `\\\\evil.test:${String(trap.port)}\\v1\\landed`,
  'dot segments': () => '/v1/..%2fadmin',
  'two locations': () => ['/v1/landed', '/v1/other'],
  'Location containing the secret in query (reflected)': () => `/next?key=${CANARY}`,
  loop: () => '/v1/start',
  list: () => '/v1/landed',
  none: () => undefined,
};

/** Of all of these, what an item that opts in follows. */
const FOLLOWED = new Set(['same-origin path inside policy', 'loop']);

describe('redirect_scenarios', () => {
  forEachSet(({ redirect_scenarios: cases }) => {
    it('are handed back scrubbed, and none is followed where the owner did not say so', async () => {
      const { kit, peer, trap, aim } = await openLab({});
      for (const { status, to } of cases) {
        aim(status, to);
        const before = peer.seen.length;
        const { isError, content, raw } = await callTool(kit, 'http_get', {
          item: 'api',
          url: `${peer.origin}/v1/start`,
        });
        expect([status, to, isError, content['status']]).toEqual([status, to, false, status]);
        expect([status, to, peer.seen.length - before]).toEqual([status, to, 1]);
        expect(raw).not.toContain(CANARY);
      }
      expect([trap.asked, trap.connections()]).toEqual([[], 0]);
    });

    it('are followed within the origin and the rules where the owner said so, and nowhere else', async () => {
      const { kit, peer, trap, aim } = await openLab({ redirects: { max: 3 } });
      for (const { status, to } of cases) {
        aim(status, to);
        const before = peer.seen.length;
        const { content, raw } = await callTool(kit, 'http_get', { item: 'api', url: `${peer.origin}/v1/start` });
        const paths = peer.seen.slice(before).map(({ path }) => path);
        const isRedirect = status !== 300 && status !== 304;
        if (to === 'loop') {
          expect([content['code'], paths]).toEqual(['OUTBOUND_REDIRECT_REFUSED', Array(4).fill('/v1/start')]);
        } else if (FOLLOWED.has(to) && isRedirect) {
          expect([status, content['status'], paths]).toEqual([status, 200, ['/v1/start', '/v1/landed']]);
        } else {
          expect([status, to, content['status'], paths]).toEqual([status, to, status, ['/v1/start']]);
        }
        expect(raw).not.toContain(CANARY);
      }
      expect([trap.asked, trap.connections()]).toEqual([[], 0]);
    });
  });
});

describe('a redirect that is followed', () => {
  it('is judged by the rules of the item for each hop, and each hop stands in the trail', async () => {
    const { kit, peer, aim } = await openLab({
      redirects: { max: 2 },
      rules: ['GET /v1/**', '!GET /v1/landed/secret'],
    });
    aim(302, 'same-origin path inside policy');

    await callTool(kit, 'http_get', { item: 'api', url: `${peer.origin}/v1/start` });

    expect(await kit.recorded()).toEqual(['call.intent', 'call.attempt', 'call.outcome ok']);
    expect((await kit.trail.list())[1]).toMatchObject({
      attempt: { number: 2, reason: 'redirect', method: 'GET', origin: peer.origin, path: '/v1/landed' },
    });
  });

  it.each<[string, Partial<BindingInput>]>([
    ['a rule denies the hop', { rules: ['GET /v1/**', '!GET /v1/landed'] }],
    [
      'a person would be asked about the hop',
      { rules: ['GET /v1/start', { methods: 'GET', path: '/v1/landed', approval: 'always' }] },
    ],
    [
      'the hop has another kind of answer',
      { rules: ['GET /v1/start', { methods: 'GET', path: '/v1/landed', response: { mode: 'status_only' } }] },
    ],
  ])('is not followed where %s', async (_, terms) => {
    const { kit, peer, aim } = await openLab({ redirects: { max: 3 }, ...terms });
    aim(302, 'same-origin path inside policy');

    const { content } = await callTool(kit, 'http_get', { item: 'api', url: `${peer.origin}/v1/start` });

    expect([content['status'], peer.seen.length]).toEqual([302, 1]);
  });

  it('never repeats a request that writes, nor its body', async () => {
    const { kit, peer, aim } = await openLab({ redirects: { max: 3 } });
    for (const status of [301, 302, 303, 307, 308]) {
      aim(status, 'same-origin path inside policy');
      const call = { item: 'api', method: 'POST', url: `${peer.origin}/v1/start`, body: { text: 'x' } };
      expect((await callTool(kit, 'http_request', call)).content).toMatchObject({
        status,
        location: `${peer.origin}/v1/landed`,
      });
    }
    expect(peer.seen).toHaveLength(5);
  });
});

interface Lab extends Peers {
  readonly kit: AgentKit;
  readonly peer: HttpPeer;
  /** What `/v1/start` answers from now on. */
  readonly aim: (status: number, to: string) => void;
}

/** A redirecting service with TLS, so that a step down to http can be told, and an item bound to it. */
async function openLab(terms: Partial<BindingInput>): Promise<Lab> {
  const trap = await startTrap();
  let answer: (response: ServerResponse) => void = () => undefined;
  const answerAny = ({ path }: SeenRequest, response: ServerResponse): void =>
    path === '/v1/start' ? answer(response) : void response.end('landed');
  const peer = await startHttpPeer({ tls: SERVER_TLS, answer: answerAny });
  const kit = await openAgentKit({ outbound: { lookup: trap.lookup }, maxReflections: 1_000 });
  const binding = {
    origins: [peer.origin],
    auth: { scheme: 'bearer' },
    rules: ['read-write /v1/**'],
    tls: { ca: AUTHORITY },
  };
  await kit.addItem('api', parseBinding({ ...binding, ...terms }));
  return {
    kit,
    peer,
    trap,
    aim(status, to) {
      const target = LOCATIONS[to];
      if (target === undefined) throw new Error(`no redirect points to: ${to}`);
      const location = target({ peer, trap });
      answer = (response) => {
        if (location !== undefined) response.setHeader('location', location);
        response.writeHead(status).end();
      };
    },
  };
}
