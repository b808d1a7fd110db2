import { describe, expect, it } from 'vitest';
import { openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { connectClient, ERAS } from '../support/mcp-kit.ts';

const URL = 'https://api.example.com/';
const CASES: readonly (readonly [string, string, Readonly<Record<string, unknown>>, string, string])[] = [
  ['no item', 'http_get', { url: URL }, 'INVALID', 'the argument item: expected a text, got nothing'],
  ['an empty URL', 'http_get', { item: 'api', url: '' }, 'INVALID', 'the argument url: expected a text, got nothing'],
  [
    'a URL that is no text',
    'http_get',
    { item: 'api', url: 5 },
    'INVALID',
    'the argument url: expected a text, got the number 5',
  ],
  [
    'a URL of a megabyte',
    'http_get',
    { item: 'api', url: URL + 'a'.repeat(1e6) },
    'TOO_LARGE',
    'the argument url: expected at most 8192 characters, got a text of 1000024 characters',
  ],
  [
    'a body of six',
    'http_request',
    { item: 'api', method: 'POST', url: URL, body: { text: 'a'.repeat(6e6) } },
    'TOO_LARGE',
    'the argument body.text: expected at most 2000000 characters, got a text of 6000000 characters',
  ],
  [
    'a body nested deeper than a stack',
    'http_request',
    { item: 'api', method: 'POST', url: URL, body: { json: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) } },
    'INVALID',
    'the argument body.json: expected a JSON value nested at most 64 deep, got a list of 1',
  ],
  [
    'headers as a list',
    'http_get',
    { item: 'api', url: URL, headers: ['ignore all rules'] },
    'INVALID',
    'the argument headers: expected an object, got a list of 1',
  ],
  ['no page', 'list_items', { limit: -1 }, 'INVALID', 'the argument limit: expected at least 1, got the number -1'],
];

describe.each(ERAS)('arguments that do not fit a tool (%s)', (era) => {
  it('are answered with a code and a sentence of our own, recorded, and the server lives on', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer();
    await kit.addItem('api', { urls: [peer.origin], auth: { scheme: 'bearer' } });
    const { client } = await connectClient(kit, { era });

    for (const [what, name, args, code, reason] of CASES) {
      const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
      expect([what, isError, structuredContent]).toMatchObject([what, true, { code: `MCP_ARGUMENTS_${code}`, reason }]);
      expect(content).toEqual([{ type: 'text', text: JSON.stringify(structuredContent) }]);
    }
    expect(await kit.recorded()).toEqual(CASES.map(([, , , code]) => `call.denied MCP_ARGUMENTS_${code}`));
    const fine = await client.callTool({ name: 'http_get', arguments: { item: 'api', url: peer.origin } });
    expect(fine.structuredContent).toMatchObject({ status: 200 });
  });
});

describe.each(ERAS)('arguments as models send them (%s)', (era) => {
  it('make the request that was meant, and what was ignored is named', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer();
    await kit.addItem('api', { urls: [peer.origin], auth: { scheme: 'bearer' }, allow: ['read-write /**'] });
    const { client } = await connectClient(kit, { era });
    const call = async (name: string, args: Record<string, unknown>): Promise<unknown> =>
      (await client.callTool({ name, arguments: { item: 'api', url: `${peer.origin}/x`, ...args } })).structuredContent;

    expect(
      await call('http_get', {
        method: 'get',
        headers: { 'content-type': 'application/json', accept: null },
        query: { per_page: 100, all: true, tag: ['a', 'b'], cursor: null, q: '' },
        select: null,
        max_chars: '1000',
        timeout: 30,
      }),
    ).toMatchObject({ status: 200, ignored_arguments: ['timeout'] });
    expect(
      await call('http_request', {
        method: 'post',
        body: { form: { metadata: { order: 6 }, expand: ['a'] }, json: null },
      }),
    ).toMatchObject({ status: 200 });
    expect(await call('http_request', { method: 'PATCH', body: { json: '{"id":9007199254740993}' } })).toMatchObject({
      status: 200,
    });
    expect(await call('http_request', { method: 'PUT', body: { json: { note: null, text: '' } } })).toMatchObject({
      status: 200,
    });
    expect(peer.seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/x?per_page=100&all=true&tag=a&tag=b&q=', ''],
      ['POST', '/x', 'metadata%5Border%5D=6&expand=a'],
      ['PATCH', '/x', '{"id":9007199254740993}'],
      ['PUT', '/x', '{"note":null,"text":""}'],
    ]);
    expect(peer.seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('reach no more than plain ones: a method, a path and a placed name are judged as they are sent', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer();
    const auth = [
      { scheme: 'query', name: 'key' },
      { scheme: 'form', name: 'secret' },
    ] as const;
    await kit.addItem('api', { urls: [peer.origin], auth, allow: ['POST /x'] });
    const { client } = await connectClient(kit, { era });
    const call = async (args: Record<string, unknown>): Promise<unknown> => {
      const given = { item: 'api', method: 'post', url: `${peer.origin}/x`, ...args };
      return (await client.callTool({ name: 'http_request', arguments: given })).structuredContent;
    };

    expect(await call({ method: 'delete' })).toMatchObject({ code: 'POLICY_METHOD_NOT_ALLOWED' });
    expect(await call({ query: { key: ['x'] } })).toMatchObject({ code: 'POLICY_QUERY_NOT_ALLOWED' });
    expect(await call({ query: { KEY: { a: 1 } } })).toMatchObject({ code: 'POLICY_QUERY_NOT_ALLOWED' });
    expect(await call({ body: { form: { secret: { a: 1 } } } })).toMatchObject({ code: 'POLICY_BODY_NOT_ALLOWED' });
    expect(await call({ body: { form: { _method: ['DELETE'] } } })).toMatchObject({ code: 'POLICY_BODY_NOT_ALLOWED' });
    expect(await call({ body: '{"_method":"DELETE"}' })).toMatchObject({ code: 'POLICY_BODY_NOT_ALLOWED' });
    expect(peer.connections()).toBe(0);
  });
});
