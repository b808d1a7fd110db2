import { VERSION } from '../../src/cli/version.ts';
import { describe, expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { echo, startCanary, startHttpPeer } from '../support/lab/http-peer.ts';

describe.each(['legacy', 'auto', 'modern'] as const)('an MCP client of the %s era', (era) => {
  it('lists, explains and calls; the service sees the credential, the client does not', async () => {
    const keyward = await startKeyward();
    const upstream = await startHttpPeer({ answer: echo });
    const elsewhere = await startCanary();
    const flags = ['--url', upstream.origin, '--auth', 'header:x-api-key', '--allow', 'GET,POST /v1/**'];
    const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
    const session = await keyward.connect({ token, era });
    const url = `${upstream.origin}/v1/me`;

    const listed = await session.call('list_items', {});
    const explained = await session.call('explain_request', { item: 'api', method: 'GET', url });
    const answered = await session.call('http_get', { item: 'api', url });
    const written = await session.call('http_request', {
      item: 'ai-agents/api',
      method: 'POST',
      url,
      body: { json: { a: [1] } },
    });
    const denied = await session.call('http_get', { item: 'api', url: `${elsewhere.origin}/v1/me` });

    expect(listed.content).toMatchObject({
      items: [{ title: 'api', vault: 'ai-agents', placement: 'in the header x-api-key' }],
    });
    expect(explained.content).toMatchObject({ decision: 'allow' });
    expect(answered).toMatchObject({ isError: false, content: { status: 200 } });
    expect(written).toMatchObject({ isError: false, content: { status: 200, body: { body: '{"a":[1]}' } } });
    expect(denied).toMatchObject({
      isError: true,
      content: { code: 'POLICY_ORIGIN_NOT_BOUND', nearest: { origins: [upstream.origin] } },
    });
    expect(upstream.seen.map((request) => request.headers['x-api-key'])).toEqual([CANARY, CANARY]);
    expect(elsewhere.connections()).toBe(0);
    for (const { raw } of [listed, explained, answered, written, denied]) expect(raw).not.toContain(CANARY);
    expect(session.stderr()).toBe('');

    const trail = JSON.stringify(await keyward.here.json(['audit', 'list', '--limit', '100']));
    expect(trail).toContain(`"client":{"claimed":true,"name":"journey","version":"1.2.3"}`);
    expect(trail).toContain(era === 'legacy' ? '"era":"legacy"' : '"era":"modern"');
    expect(trail).toContain(`"protocol_version":"${era === 'legacy' ? '2025-11-25' : '2026-07-28'}"`);
    expect(trail).not.toContain(CANARY);
    expect(await keyward.here.json(['audit', 'verify'])).toMatchObject({ kind: 'intact' });
  });
});

describe('a running server', () => {
  it('refuses the next call of an agent that was revoked meanwhile, and lives on', async () => {
    const keyward = await startKeyward();
    const upstream = await startHttpPeer();
    const token = await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', upstream.origin, '--auth', 'bearer'],
    });
    const session = await keyward.connect({ token });
    const input = { item: 'api', url: `${upstream.origin}/` };
    expect(await session.call('http_get', input)).toMatchObject({ content: { status: 200 } });

    await keyward.json(['agent', 'revoke', 'claude-desktop']);

    const after = await session.call('http_get', input);
    expect(after).toMatchObject({
      isError: true,
      content: { code: 'IDENTITY_TOKEN_INVALID', reason: 'the agent token is not valid' },
    });
    expect(await session.call('list_items', {})).toMatchObject({ isError: true });
    expect(upstream.seen).toHaveLength(1);
  });

  it('uses a secret that was changed meanwhile', async () => {
    const keyward = await startKeyward();
    const upstream = await startHttpPeer();
    const token = await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', upstream.origin, '--auth', 'bearer'],
    });
    const session = await keyward.connect({ token });
    const input = { item: 'api', url: `${upstream.origin}/` };
    await session.call('http_get', input);

    const next = `${CANARY}_next`;
    const edited = await keyward.cli(['item', 'edit', 'ai-agents/api', '--secret', '--yes'], next);

    expect(edited).toMatchObject({ code: 0 });
    await session.call('http_get', input);
    expect(upstream.seen.map((request) => request.headers.authorization)).toEqual([
      `Bearer ${CANARY}`,
      `Bearer ${next}`,
    ]);
  });

  it('refuses bad arguments as a tool error and goes on', async () => {
    const keyward = await startKeyward();
    const upstream = await startHttpPeer();
    const token = await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', upstream.origin, '--auth', 'bearer'],
    });
    const { client } = await keyward.connect({ token });

    const bad = await client.callTool({ name: 'http_get', arguments: { item: 'api', url: 'x'.repeat(10_000) } });
    const good = await client.callTool({ name: 'http_get', arguments: { item: 'api', url: `${upstream.origin}/` } });

    expect(bad.isError).toBe(true);
    expect(good.isError).toBeUndefined();
  });

  it('answers every call with one sentence when its token is no token', async () => {
    const keyward = await startKeyward();
    await keyward.here.json(['init']);
    const session = await keyward.connect({ token: 'kwa_nonsense' });

    expect(session.client.getServerVersion()).toMatchObject({ name: 'keyward', version: VERSION });
    expect((await session.client.listTools()).tools).toHaveLength(4);
    expect(await session.call('list_items', {})).toMatchObject({
      isError: true,
      content: { code: 'IDENTITY_TOKEN_INVALID' },
    });
    expect(session.stderr()).toContain('the agent token is not valid');
    expect(JSON.stringify(await keyward.here.json(['audit', 'list']))).toContain('session.refused');
  });

  it('acts as a named agent by the owner key, without a token', async () => {
    const keyward = await startKeyward();
    const upstream = await startHttpPeer();
    await keyward.prepare({ title: 'api', secret: CANARY, flags: ['--url', upstream.origin, '--auth', 'bearer'] });
    const session = await keyward.connect({ args: ['--agent', 'claude-desktop'] });

    expect(await session.call('http_get', { item: 'api', url: `${upstream.origin}/` })).toMatchObject({
      content: { status: 200 },
    });
  });
});

describe('the command `keyward mcp`', () => {
  it('ends with 2 when nothing says which agent', async () => {
    const keyward = await startKeyward();

    expect(await keyward.cli(['mcp'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('ends at the end of stdin, having written nothing but JSON-RPC', async () => {
    const keyward = await startKeyward();
    const token = await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', 'https://api.example.com', '--auth', 'bearer'],
    });
    const hello = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2024-11-05', capabilities: {}, clientInfo: { name: 'old', version: '0' } },
    };

    const { code, stdout } = await runWithToken(keyward, token, `${JSON.stringify(hello)}\n`);

    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });
});

async function runWithToken(
  keyward: Awaited<ReturnType<typeof startKeyward>>,
  token: string,
  stdin: string,
): ReturnType<typeof keyward.cli> {
  const { runProgram } = await import('../support/keyward.ts');
  return runProgram({ args: ['mcp'], env: { ...keyward.env, KEYWARD_SERVICE_ACCOUNT_TOKEN: token }, stdin });
}
