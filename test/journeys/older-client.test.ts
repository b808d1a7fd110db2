import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it, onTestFinished } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

it('a client of the older SDK lists and calls, and validates what it gets against the output schemas', async () => {
  const keyward = await startKeyward();
  const upstream = await startHttpPeer();
  const token = await keyward.prepare({
    title: 'api',
    secret: CANARY,
    flags: ['--url', upstream.origin, '--auth', 'query:key'],
  });
  const client = new Client({ name: 'older', version: '1.0.0' });
  const env = { ...keyward.env, KEYWARD_SERVICE_ACCOUNT_TOKEN: token };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [builtProgram(), 'mcp'], env }));
  onTestFinished(() => client.close());

  // Listing first: from then on this client checks structured content itself, that of refusals too.
  const { tools } = await client.listTools();
  const answered = await client.callTool({
    name: 'http_get',
    arguments: { item: 'api', url: `${upstream.origin}/v1/me` },
  });
  const denied = await client.callTool({ name: 'http_get', arguments: { item: 'api', url: 'https://evil.test/' } });
  const listed = await client.callTool({ name: 'list_items', arguments: {} });
  const explained = await client.callTool({
    name: 'explain_request',
    arguments: { item: 'api', method: 'POST', url: `${upstream.origin}/` },
  });

  expect(tools).toHaveLength(4);
  expect(answered).toMatchObject({ structuredContent: { status: 200, body: { ok: true } } });
  expect(denied).toMatchObject({ isError: true, structuredContent: { code: 'POLICY_ORIGIN_NOT_BOUND' } });
  expect(listed).toMatchObject({ structuredContent: { items: [{ title: 'api' }] } });
  expect(explained).toMatchObject({ structuredContent: { decision: 'deny', code: 'POLICY_METHOD_NOT_ALLOWED' } });
  expect(upstream.seen[0]?.path).toBe(`/v1/me?key=${CANARY}`);
});
