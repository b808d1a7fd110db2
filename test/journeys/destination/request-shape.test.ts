import { describe, expect, it } from 'vitest';
import type { BindingFlags } from '../../../src/policy/index.ts';
import { CANARY, openAgentKit, type AgentKit } from '../../support/agent-kit.ts';
import { startHttpPeer, type HttpPeer } from '../../support/lab/http-peer.ts';
import { explainAndCall, NOT_A_CALL, type ToolRequest } from '../../support/tool-calls.ts';
import { forEachSet } from './vectors.ts';

interface Bench {
  readonly kit: AgentKit;
  readonly peer: HttpPeer;
  /** Code or status of a request to the bound peer, and how many requests reached it. */
  readonly send: (change: Partial<ToolRequest>) => Promise<readonly [code: string, arrived: number]>;
}

describe('path_policy', () => {
  forEachSet(({ path_policy: { cases } }) => {
    it('only paths that mean one thing, inside the bound prefix, reach the service as they were judged', async () => {
      const { peer, send } = await openBench({ allow: ['GET /v1/users/**'] });
      for (const { input, expect: expected } of cases) {
        const url = `${peer.origin}${input}`;
        const [code, arrived] = await send({ url });
        if (expected === 'block') {
          const refused = expect.stringMatching(/^POLICY_(?:URL_REFUSED|PATH_REFUSED|PATH_NOT_ALLOWED)$/);
          expect([input, code, arrived]).toEqual([input, refused, 0]);
        } else {
          const { pathname, search } = new URL(url);
          expect([input, code, arrived, peer.seen.at(-1)?.path]).toEqual([input, '200', 1, pathname + search]);
        }
      }
    });
  });
});

describe('method_rules', () => {
  forEachSet(({ method_rules: { allow, off_by_default: off, refuse } }) => {
    it('the six methods are sent in upper case, and no other', async () => {
      const { peer, send } = await openBench({});
      for (const method of allow.flatMap((each) => [each, each.toLowerCase()])) {
        expect([method, await send({ method }), peer.seen.at(-1)?.method]).toEqual([
          method,
          ['200', 1],
          method.toUpperCase(),
        ]);
      }
      // One entry of the shared vectors only says that lower case is normalised, and one names a family.
      const others = [...off, ...refuse].filter((entry) => !entry.startsWith('get '));
      for (const method of others.map((entry) => entry.replace(/ and other .*/, ''))) {
        const refused = [expect.stringMatching(/^(?:POLICY_METHOD_NOT_ALLOWED|NOT_A_CALL)$/), 0];
        expect([method, await send({ method })]).toEqual([method, refused]);
      }
    });
  });
});

describe('placeholder_rules', () => {
  forEachSet(({ placeholder_rules: { cases } }) => {
    it('text that looks like a placeholder is refused where a credential would stand', async () => {
      const { peer, send } = await openBench({ allowHeaders: ['x-debug'] });
      for (const { tpl } of cases.filter((each) => each.tpl !== 'n/a')) {
        for (const change of positions(tpl, peer.origin)) {
          expect([change, await send(change)]).toEqual([change, [expect.stringMatching(REFUSED), 0]]);
        }
      }
      expect(peer.connections()).toBe(0);
    });

    it('and is sent as it is, never expanded, where it is content', async () => {
      const { peer, send } = await openBench({ allowHeaders: ['x-debug'] });
      for (const { tpl } of cases.filter((each) => each.tpl !== 'n/a' && !/^(?:https:|%)/.test(each.tpl))) {
        const text = tpl.replace('X-Debug: ', '');
        for (const change of [
          { method: 'POST', body: { text } },
          { method: 'POST', body: { json: { a: { b: [`see ${text}`] } } } },
          { headers: { 'x-debug': text } },
        ])
          expect([change, await send(change)]).toEqual([change, ['200', 1]]);
        const [asText, asJson, asHeader] = peer.seen.slice(-3);
        expect([asText?.body, JSON.parse(asJson?.body ?? ''), asHeader?.headers['x-debug']]).toEqual([
          text,
          { a: { b: [`see ${text}`] } },
          text,
        ]);
      }
    });

    it('a secret that looks like a placeholder is placed as it is, and encoded braces in a body stay text', async () => {
      const secret = `{{other}}\${x}${CANARY}`;
      const { peer, send } = await openBench({}, secret);
      const text = '%7B%7Bsecret%7D%7D';

      expect(await send({ method: 'POST', body: { text } })).toEqual(['200', 1]);
      expect(peer.seen[0]).toMatchObject({ body: text, headers: { authorization: `Bearer ${secret}` } });
    });
  });
});

describe('header_rules', () => {
  forEachSet(({ header_rules: { refuse_names_case_insensitive: names, cases } }) => {
    it("headers that are not the caller's to set are refused in every spelling", async () => {
      const { peer, send } = await openBench({ auth: { scheme: 'header', name: 'x-api-key' } });
      for (const entry of names) {
        const name = entry.replace(/ \(.*/, '').replace('*', 'token');
        for (const spelling of [name, name.toUpperCase()]) {
          expect([spelling, await send({ headers: { [spelling]: 'x' } })]).toEqual([
            spelling,
            ['POLICY_HEADER_REFUSED', 0],
          ]);
        }
      }
      expect(peer.connections()).toBe(0);
    });

    it('names and values that split, hide or repeat a header are refused, however wide the allow-list', async () => {
      const { peer, send } = await openBench({ allowHeaders: ['x-a', 'x'] });
      for (const { name, value, plus } of cases) {
        const headers = { [name]: value, ...plus };
        expect([headers, await send({ headers })]).toEqual([headers, ['POLICY_HEADER_REFUSED', 0]]);
      }
      expect(await send({ headers: { 'x-a': 'plain', x: '1' } })).toEqual(['200', 1]);
      expect(peer.connections()).toBe(1);
    });
  });
});

describe('duplicate and conflicting input', () => {
  it('is refused and never merged', async () => {
    const { peer, send } = await openBench({ auth: { scheme: 'query', name: 'key' } });
    const url = `${peer.origin}/`;
    const changes: readonly (readonly [Partial<ToolRequest>, string])[] = [
      [{ url: `${url}?a=1`, query: { b: '2' } }, 'POLICY_REQUEST_INVALID'],
      [{ url: `${url}?a=1`, query: { a: '1' } }, 'POLICY_REQUEST_INVALID'],
      [{ url: `${url}?key=mine` }, 'POLICY_QUERY_NOT_ALLOWED'],
      [{ url: `${url}?K%45Y=mine` }, 'POLICY_QUERY_NOT_ALLOWED'],
      [{ url: `${url}?a=1;key=mine` }, 'POLICY_QUERY_NOT_ALLOWED'],
      [{ query: { 'key[]': 'mine' } }, 'POLICY_QUERY_NOT_ALLOWED'],
      [{ query: { _method: 'DELETE' } }, 'POLICY_QUERY_NOT_ALLOWED'],
      [{ method: 'POST', body: { json: {}, text: '{}' } }, 'POLICY_REQUEST_INVALID'],
      [
        { method: 'POST', body: { text: '{}' }, headers: { 'content-type': 'application/json' } },
        'POLICY_REQUEST_INVALID',
      ],
      [{ method: 'POST', body: { form: { _method: 'DELETE' } } }, 'POLICY_BODY_NOT_ALLOWED'],
      [{ method: 'GET', body: { text: 'x' } }, 'POLICY_BODY_NOT_ALLOWED'],
      [{ headers: { Accept: 'a', accept: 'a' } }, 'POLICY_HEADER_REFUSED'],
      [{ item: '' }, NOT_A_CALL],
    ];
    for (const [change, code] of changes) expect([change, await send(change)]).toEqual([change, [code, 0]]);
    expect(peer.connections()).toBe(0);

    expect(await send({ query: { a: '1 & 2' } })).toEqual(['200', 1]);
    expect(peer.seen[0]?.path).toBe(`/?a=1%20%26%202&key=${CANARY}`);
  });
});

async function openBench(flags: Partial<BindingFlags>, secret = CANARY): Promise<Bench> {
  const kit = await openAgentKit();
  const peer = await startHttpPeer();
  const binding = { urls: [peer.origin], auth: { scheme: 'bearer' }, allow: ['read-write /**'], ...flags };
  await kit.addItem('api', binding, secret);
  return {
    kit,
    peer,
    async send(change) {
      const before = peer.seen.length;
      const { code } = await explainAndCall(kit, { item: 'api', method: 'GET', url: `${peer.origin}/`, ...change });
      return [code, peer.seen.length - before];
    },
  };
}

const REFUSED = /^POLICY_(?:PLACEHOLDER|URL)_REFUSED$/;

function positions(tpl: string, origin: string): readonly Partial<ToolRequest>[] {
  if (tpl.startsWith('https:')) {
    const urls = [tpl, tpl.replace('https://api.example.com', origin)].map((url) => url.replace('?k=', '?api_key='));
    return [...new Set(urls)].map((url) => ({ url }));
  }
  if (tpl.startsWith('%')) return [{ url: `${origin}/${tpl}` }, { url: `${origin}/?access_token=${tpl}` }];
  const text = tpl.replace('X-Debug: ', '');
  return [{ headers: { authorization: `Bearer ${text}` } }, { headers: { 'X-Api-Key': text } }];
}
