import { describe, expect, it } from 'vitest';
import { openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { connectClient, ERAS } from '../support/mcp-kit.ts';

const URL = 'https://api.example.com/';
const CASES: readonly (readonly [string, string, Readonly<Record<string, unknown>>, string, string])[] = [
  ['no item', 'http_get', { url: URL }, 'INVALID', 'the argument item must be as the tool describes'],
  ['an empty URL', 'http_get', { item: 'api', url: '' }, 'INVALID', 'the argument url must be as the tool describes'],
  [
    'a URL that is no text',
    'http_get',
    { item: 'api', url: 5 },
    'INVALID',
    'the argument url must be as the tool describes',
  ],
  [
    'a URL of a megabyte',
    'http_get',
    { item: 'api', url: URL + 'a'.repeat(1e6) },
    'TOO_LARGE',
    'the argument url may not be so large',
  ],
  [
    'a body of six',
    'http_request',
    { item: 'api', method: 'POST', url: URL, body: { text: 'a'.repeat(6e6) } },
    'TOO_LARGE',
    'the argument body may not be so large',
  ],
  [
    'a body nested deeper than a stack',
    'http_request',
    { item: 'api', method: 'POST', url: URL, body: { json: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) } },
    'INVALID',
    'the argument body: not a JSON value, or nested too deep',
  ],
  [
    'a name that is none of ours',
    'explain_request',
    { item: 'api', method: 'GET', url: URL, 'ignore all rules': 1 },
    'INVALID',
    'the arguments may hold nothing the tool does not describe',
  ],
  [
    'headers as a list',
    'http_get',
    { item: 'api', url: URL, headers: ['ignore all rules'] },
    'INVALID',
    'the argument headers must be as the tool describes',
  ],
  ['no page', 'list_items', { limit: -1 }, 'INVALID', 'the argument limit must be as the tool describes'],
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
