import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as ClientV2, SSEClientTransport as SseV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SseV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Agent, fetch as undiciFetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256Hex } from '../../src/core/index.ts';
import { CANARY } from '../support/agent-kit.ts';
import { bearer, callTool, startHttpKit, type HttpKit } from '../support/http-kit.ts';
import type { ToolAnswer } from '../support/keyward.ts';
import { echo, startCanary, startHttpPeer } from '../support/lab/http-peer.ts';

type Call = (name: string, args: Record<string, unknown>) => Promise<ToolAnswer>;

const CLIENTS: Readonly<Record<string, (kit: HttpKit, token: string) => Promise<Call>>> = {
  'SDK v2, 2025 era, Streamable HTTP': async (kit, token) => (await kit.connect(token, { era: 'legacy' })).call,
  'SDK v2, automatic, Streamable HTTP': async (kit, token) => (await kit.connect(token, { era: 'auto' })).call,
  'SDK v2, 2026-07-28, Streamable HTTP': async (kit, token) => (await kit.connect(token, { era: 'modern' })).call,
  'SDK v1, Streamable HTTP': async (kit, token) => {
    const client = new ClientV1({ name: 'test', version: '1.2.3' });
    const transport = new HttpV1(new URL(`${kit.url}/mcp`), { requestInit: { headers: bearer(token) } });
    await client.connect(transport);
    onTestFinished(() => client.close());
    return async (name, args) => callTool(client, name, args);
  },
  'SDK v1, HTTP+SSE': async (kit, token) => {
    const client = new ClientV1({ name: 'test', version: '1.2.3' });
    await client.connect(new SseV1(new URL(`${kit.url}/sse`), sseOptions(token)));
    onTestFinished(() => client.close());
    return async (name, args) => callTool(client, name, args);
  },
  'SDK v2, HTTP+SSE': async (kit, token) => {
    const client = new ClientV2({ name: 'test', version: '1.2.3' });
    await client.connect(new SseV2(new URL(`${kit.url}/sse`), sseOptions(token)));
    onTestFinished(() => client.close());
    return async (name, args) => callTool(client, name, args);
  },
};

function sseOptions(token: string): { requestInit: RequestInit } {
  return { requestInit: { headers: bearer(token) } };
}

describe.each(Object.entries(CLIENTS))('a client: %s', (label, connect) => {
  it('lists, calls and is denied; the service sees the credential, the client does not', async () => {
    const upstream = await startHttpPeer({ answer: echo });
    const elsewhere = await startCanary();
    const kit = await startHttpKit({ origin: upstream.origin });
    const token = await kit.addAgent('alice');
    const call = await connect(kit, token);

    const listed = await call('list_items', {});
    const answered = await call('http_get', { item: 'api', url: `${upstream.origin}/v1/me` });
    const denied = await call('http_get', { item: 'api', url: `${elsewhere.origin}/v1/me` });

    expect(listed.content).toMatchObject({ items: [{ title: 'api', vault: 'alice' }] });
    expect(answered).toMatchObject({ isError: false, content: { status: 200 } });
    expect(denied).toMatchObject({ isError: true, content: { code: 'POLICY_ORIGIN_NOT_BOUND' } });
    expect(upstream.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${CANARY}`]);
    expect(elsewhere.connections()).toBe(0);
    for (const { raw } of [listed, answered, denied]) expect(raw).not.toContain(CANARY);

    const isModern = /automatic|2026/.test(label);
    const calls = (await kit.records()).filter(({ type }) => type.startsWith('call.') || type === 'items.listed');
    expect(calls.map(({ type }) => type)).toEqual(['items.listed', 'call.intent', 'call.outcome', 'call.denied']);
    for (const { session } of calls) {
      expect(session).toMatchObject({
        principal: { kind: 'agent', name: 'alice' },
        transport: label.includes('SSE') ? 'sse' : 'http',
        era: isModern ? 'modern' : 'legacy',
        connection_id: expect.stringMatching(/^[a-z2-7]{26}$/),
        protocol_version: isModern ? '2026-07-28' : '2025-11-25',
        client: { name: 'test', version: '1.2.3', claimed: true },
        remote: { address: '127.0.0.1' },
        ...(isModern ? {} : { mcp_session: expect.stringMatching(/^[0-9a-f]{32}$/) }),
      });
      if (isModern) expect(session).not.toHaveProperty('mcp_session');
    }
  });
});

describe('a local socket', () => {
  it("is the owner's alone, and serves a client that connects to it", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keyward-socket-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const socket = join(folder, 'keyward.sock');
    const kit = await startHttpKit({ listen: { socket, port: undefined } });
    const token = await kit.addAgent('alice');
    const dispatcher = new Agent({ connect: { socketPath: socket } });
    onTestFinished(() => dispatcher.close());
    // The types of Node's own fetch and of the undici package are apart; what runs is the same code.
    const overSocket = (async (input: string | URL, init: RequestInit) =>
      undiciFetch(input, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1])) as unknown as typeof fetch;

    const { call } = await kit.connect(token, { fetch: overSocket });
    const listed = await call('list_items', {});

    expect(listed.content).toMatchObject({ items: [{ title: 'api' }] });
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    expect((await kit.records()).at(-1)?.['session']).toMatchObject({ transport: 'http', remote: { address: 'unix' } });
  });
});

describe('the audit trail', () => {
  it('tells two clients apart, and two sessions of one client, and never holds a session id', async () => {
    const kit = await startHttpKit();
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const clients = [
      await kit.connect(alice, { name: 'editor' }),
      await kit.connect(alice, { name: 'editor' }),
      await kit.connect(bob, { name: 'terminal' }),
      await kit.connect(bob, { name: 'terminal', era: 'modern' }),
    ];
    for (const { call } of clients) await call('list_items', {});

    const records = await kit.records();
    const listed = records.filter(({ type }) => type === 'items.listed').map(({ session }) => session);
    const ids = clients.map(({ transport }) => transport.sessionId).filter((id) => id !== undefined);

    expect(ids).toHaveLength(3);
    expect(listed.map((session) => JSON.parse(JSON.stringify(session)).principal.name)).toEqual([
      'alice',
      'alice',
      'bob',
      'bob',
    ]);
    expect(new Set(listed.map((session) => JSON.parse(JSON.stringify(session)).connection_id)).size).toBe(4);
    expect(listed.slice(0, 3).map((session) => JSON.parse(JSON.stringify(session)).mcp_session)).toEqual(
      ids.map((id) => sha256Hex(id).slice(0, 32)),
    );
    for (const id of ids) expect(JSON.stringify(records)).not.toContain(id);
    expect(records.filter(({ type }) => type === 'session.opened')).toHaveLength(3);
  });
});
