import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METHODS, parseBinding, type BindingInput } from '../../../src/policy/index.ts';
import { openAgentKit } from '../../support/agent-kit.ts';
import { startHttpPeer, type Answer } from '../../support/lab/http-peer.ts';
import { explainAndCall, type ToolRequest } from '../../support/tool-calls.ts';
import { byDepth } from '../../support/depth.ts';

// That canonical form is idempotent stands in test/policy/properties.test.ts: it needs no door.

const RUNS = byDepth({ few: 40, everything: 150 });
const word = fc.constantFrom('v1', 'users', 'admin', 'a', '7', 'moved');
// What parsers disagree about, so that random URLs are hostile ones.
const odd = fc.constantFrom(
  '..',
  '%2e%2e',
  '%2f',
  '%5c',
  '%25',
  ';',
  '//',
  '\\',
  '@',
  '#',
  '?',
  ' ',
  '\t',
  '{{x}}',
  'é',
  '%',
);
const segment = fc.oneof({ arbitrary: word, weight: 12 }, { arbitrary: odd, weight: 1 });
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
const search = fc.constantFrom('', '', '', '?a=1', '?a=1&b=2', '?key=x', '?_method=DELETE', '#x');

/** Hosts of the lab: every name leads to the same loopback peers, which tell them apart by the Host header. */
const HOSTS = [
  'api.lab.test',
  'b.api.lab.test',
  'lab.test',
  'lab.test.evil.test',
  'xlab.test',
  'evil.test',
  '127.0.0.1',
  '[::1]',
];
const TRICKS = [
  'API.LAB.TEST',
  'api.lab.test.',
  '127.1',
  '2130706433',
  'api.lab.test@evil.test',
  'evil.test\\@api.lab.test',
  'localhost',
];

interface Lab {
  readonly ports: readonly [string, string];
}

// Half of all requests go where the binding leads, or nothing would ever be allowed.
const authority = ({ ports }: Lab, bound: readonly string[]): fc.Arbitrary<string> => {
  const near = fc.constantFrom(...bound).map((origin) => origin.replace('http://', '').replace('*', 'x.y'));
  const host = fc.oneof(
    { arbitrary: fc.constantFrom(...HOSTS), weight: 3 },
    { arbitrary: fc.constantFrom(...TRICKS), weight: 1 },
  );
  const far = fc.tuple(host, fc.constantFrom(...ports)).map(([name, port]) => `${name}:${port}`);
  return fc.oneof(near, far);
};

const bindingIn = (lab: Lab): fc.Arbitrary<BindingInput> => {
  const hosts = ['*.lab.test', 'api.lab.test', 'lab.test', '127.0.0.1', '[::1]'];
  const origin = fc
    .tuple(fc.constantFrom(...hosts), fc.constantFrom(...lab.ports))
    .map(([host, port]) => `http://${host}:${port}`);
  const rule = fc
    .tuple(
      fc.constantFrom('read-only', 'read-write', 'GET,POST', '!DELETE', '!GET'),
      fc.constantFrom('/**', '/v1/**', '/v1/*', '/v1/users'),
    )
    .map((parts) => parts.join(' '));
  const longRule = fc.constantFrom<BindingInput['rules'][number]>(
    { methods: 'read-write', path: '/v1/users', query: ['a'], response: { mode: 'status_only' } },
    { methods: 'POST', path: '/v1/**', body: { json: [{ pointer: '/a', oneOf: [1, 2] }] } },
    {
      methods: 'POST',
      path: '/v1/users',
      body: { json: [{ pointer: '/b', absent: true }], maxBytes: 8 },
      query: 'any',
    },
    { methods: 'GET', path: '/v1/*', headers: ['accept'], hours: { from: '00:00', to: '24:00' } },
    { methods: 'GET', path: '/v1/users/*', approval: 'session' },
    { methods: 'read-write', path: '/v1/*', response: { mode: 'projection', pointers: ['/a'], headers: [] } },
    { effect: 'deny', methods: 'read-write', path: '/V1/Users' },
  );
  const terms: fc.Arbitrary<Partial<BindingInput>> = fc.constantFrom<Partial<BindingInput>[]>(
    {},
    { redirects: { max: 3 } },
    { redirects: { max: 1 }, response: { mode: 'status_only' } },
    { approval: 'writes', headers: ['x-a'] },
    { query: 'deny' },
    { query: ['a'], redirects: { max: 3 } },
    { body: { kinds: ['json'] } },
    { body: { maxBytes: 3 }, hours: { from: '11:00', to: '13:00' } },
    { hours: { from: '13:00', to: '14:00' } },
    { rate: '1/min' },
    { rate: '2/h', capture: ['/token'], egressLimits: { timeoutMs: 5_000, maxResponseBytes: 64 } },
    { approval: 'session' },
  );
  return fc
    .tuple(
      fc.array(origin, { minLength: 1, maxLength: 3 }),
      fc.array(fc.oneof(rule, longRule), { maxLength: 3 }),
      terms,
      fc.constantFrom({ scheme: 'bearer' }, { scheme: 'query', name: 'key' }, { scheme: 'header', name: 'x-a-key' }),
    )
    .map(([origins, rules, more, auth]) => {
      const privateNetworks = ['127.0.0.0/8', '::1/128'];
      return { ...more, origins, auth, privateNetworks, rules: ['read-write /v1/**', ...rules] };
    });
};

const plainUrlIn = (bound: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...bound),
      fc.constantFrom('', '/users', '/users/7', '/moved', '/moved'),
      fc.constantFrom('', '?a=1'),
    )
    .map(([origin, end, query]) => `${origin.replace('*', 'x.y')}/v1${end}${query}`);

const plainRequestIn = (bound: readonly string[]): fc.Arbitrary<Omit<ToolRequest, 'item'>> =>
  fc.record({ method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST'), url: plainUrlIn(bound) });

const hostileRequestIn = (lab: Lab, bound: readonly string[]): fc.Arbitrary<Omit<ToolRequest, 'item'>> =>
  fc
    .record(
      {
        method: fc.oneof(
          { arbitrary: fc.constantFrom('GET', 'GET', 'get', ...METHODS), weight: 9 },
          { arbitrary: fc.constantFrom('TRACE', ' GET'), weight: 1 },
        ),
        url: urlIn(lab, bound),
        headers: fc.dictionary(fc.constantFrom('accept', 'x-a', 'X-A-Key', 'Host'), fc.constantFrom('a', 'b\r\nc'), {
          maxKeys: 1,
        }),
        query: fc.dictionary(fc.constantFrom('a', 'KEY', 'b'), fc.constantFrom('1', '{{x}}'), { maxKeys: 1 }),
        body: fc.constantFrom(
          { json: { a: 1 } },
          { json: { a: 1, A: 2 } },
          { json: { a: 3, b: 1 } },
          { json: [] },
          { text: 'x' },
          { form: { a: '1' } },
        ),
      },
      { requiredKeys: ['method', 'url'] },
    )
    // A body on GET says nothing new most of the time.
    .map(({ body, ...rest }) => (body === undefined || /^(?:get|head)$/i.test(rest.method) ? rest : { ...rest, body }));

const urlIn = (lab: Lab, bound: readonly string[]): fc.Arbitrary<string> => {
  const scheme = fc.oneof(
    { arbitrary: fc.constant('http://'), weight: 9 },
    fc.constantFrom('HTTP://', 'https://', '//'),
  );
  const parts = fc.tuple(scheme, authority(lab, bound), fc.constantFrom('', '/v1', '/v1'), path, search);
  return parts.map((texts) => texts.join(''));
};

interface Case {
  readonly input: BindingInput;
  readonly request: Omit<ToolRequest, 'item'>;
  /** Where the lab redirects to, if it does. */
  readonly target: string;
}

const caseIn = (lab: Lab): fc.Arbitrary<Case> =>
  bindingIn(lab).chain((input) =>
    fc.record({
      input: fc.constant(input),
      request: fc.oneof(plainRequestIn(input.origins), hostileRequestIn(lab, input.origins)),
      target: fc.oneof(plainUrlIn(input.origins), urlIn(lab, input.origins)),
    }),
  );

describe('through the tools, whatever an agent asks of whatever binding', () => {
  it(
    'explaining and calling agree, and what is allowed reaches bound origins and nothing else',
    { timeout: 60_000 },
    async () => {
      let location = '';
      const answer: Answer = ({ path: asked }, response) => {
        if (asked.includes('moved')) response.writeHead(302, { location });
        response.end('x');
      };
      const first = await startHttpPeer({ answer });
      const second = await startHttpPeer({ answer });
      const peers = [first, second, await startHttpPeer({ answer, host: '::1', port: first.port })];
      const asked: string[] = [];
      const lookup = async (host: string) => (asked.push(host), [{ address: '127.0.0.1' }]);
      const kit = await openAgentKit({ outbound: { lookup } });
      const lab: Lab = { ports: [String(first.port), String(second.port)] };
      const counts = { allowed: 0, denied: 0 };

      await fc.assert(
        fc.asyncProperty(caseIn(lab), async ({ input, request, target }) => {
          location = target.replace(/[^\x21-\x7e]/g, '');
          const binding = parseBinding(input);
          const { id } = await kit.addItem('api', binding);
          const item = `ai-agents/${id}`;
          const [seenBefore, askedBefore] = [peers.map(({ seen }) => seen.length), asked.length];

          const { code } = await explainAndCall(kit, { item, ...request });
          const codeAgain = (await explainAndCall(kit, { item, ...request })).code;
          await kit.owner.deleteItem(kit.vaultId, id);

          const arrived = peers.flatMap(({ seen }, index) => seen.slice(seenBefore[index]));
          const reached = arrived.map(({ headers }) => `http://${headers.host ?? ''}`);
          expect(reached.filter((origin) => !binding.origins.some((bound) => plainlyCovers(bound, origin)))).toEqual(
            [],
          );
          expect(new Set(reached).size).toBeLessThan(2);
          if (reached.length === 0) {
            counts.denied += 1;
            expect(code).toMatch(/^(?:POLICY_|APPROVAL_|OUTBOUND_|NOT_A_CALL)/);
            expect(asked.slice(askedBefore)).toEqual([]);
          } else {
            counts.allowed += 1;
            expect(new Set(reached)).toEqual(new Set([new URL(request.url).origin]));
            expect([code, codeAgain]).toEqual([
              expect.stringMatching(/^(?:200|302|OUTBOUND_REDIRECT_REFUSED)$/),
              expect.any(String),
            ]);
          }
        }),
        { numRuns: RUNS },
      );
      // A property that is never tried on both sides would hold for the wrong reason.
      expect([counts.allowed > RUNS / 10, counts.denied > RUNS / 10]).toEqual([true, true]);
    },
  );
});

// What a binding says about origins, by its plainest reading.
function plainlyCovers(bound: string, origin: string): boolean {
  if (!bound.includes('*.')) return bound === origin;
  const suffix = bound.slice(bound.indexOf('*.') + 1);
  return origin.startsWith('http://') && origin.endsWith(suffix) && origin.length > `http://${suffix}`.length;
}
