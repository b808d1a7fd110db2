import { describe, expect, it } from 'vitest';
import { createHttpSessions } from '../../src/mcp/http-sessions.ts';
import { systemRandom } from '../../src/core/index.ts';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { bearer, callTool, INITIALIZE, startHttpKit, type HttpKit } from '../support/http-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { createTestClock } from '../support/vault-kit.ts';
import { byDepth } from '../support/depth.ts';

const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_items', arguments: {} } };

async function openSession(kit: HttpKit, token: string): Promise<string> {
  const opened = await kit.post(INITIALIZE, bearer(token));
  await opened.text();
  return opened.headers.get('mcp-session-id') ?? '';
}

/** Opens `/sse` and answers its endpoint; the stream stays open until the server or the test ends it. */
async function openSse(
  kit: HttpKit,
  token: string,
): Promise<{ readonly endpoint: string; readonly rest: () => Promise<string> }> {
  const response = await fetch(`${kit.url}/sse`, { headers: bearer(token) });
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  const { value = '' } = await reader.read();
  return {
    endpoint: /data: (\S+)/.exec(value)?.[1] ?? '',
    async rest() {
      let text = '';
      try {
        for (let part = await reader.read(); part.done !== true; part = await reader.read()) text += part.value;
      } catch {
        text += '[cut off]';
      }
      return text;
    },
  };
}

describe('a session', () => {
  it('has an id of 128 random bits or more, a new one each time', async () => {
    const kit = await startHttpKit();
    const token = await kit.addAgent('alice');
    const ids = [await openSession(kit, token), await openSession(kit, token)];
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{26}$/);
    expect(new Set(ids).size).toBe(2);
  });

  it('is no proof of who is asking: without a token it opens nothing', async () => {
    const kit = await startHttpKit();
    const id = await openSession(kit, await kit.addAgent('alice'));
    expect((await kit.post(LIST, { 'mcp-session-id': id })).status).toBe(401);
  });

  it('is not there for another agent: it calls as itself, and cannot end it', async () => {
    const kit = await startHttpKit();
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const id = await openSession(kit, alice);
    const headers = { ...bearer(bob), 'mcp-session-id': id, accept: 'application/json, text/event-stream' };

    const stolen = await kit.post(LIST, headers);
    const unknown = await kit.post(LIST, { ...headers, 'mcp-session-id': 'a'.repeat(26) });
    const ending = await fetch(`${kit.url}/mcp`, { method: 'DELETE', headers });

    // Both are opened anew for bob, who so learns of neither whether another agent has it.
    expect([stolen.status, unknown.status, ending.status]).toEqual([200, 200, 200]);
    for (const text of [await stolen.text(), await unknown.text()]) expect(text).not.toContain('alice');
    const own = await kit.post(LIST, { ...bearer(alice), 'mcp-session-id': id });
    expect([own.status, (await own.text()).includes('alice')]).toEqual([200, true]);
  });

  it('belongs to its route: one of /sse is none of /mcp, and the other way round', async () => {
    const kit = await startHttpKit();
    const token = await kit.addAgent('alice');
    const id = await openSession(kit, token);
    const { endpoint } = await openSse(kit, token);
    const sseId = new URL(endpoint, kit.url).searchParams.get('sessionId') ?? '';

    expect((await kit.post(LIST, bearer(token), `/messages?sessionId=${id}`)).status).toBe(404);
    expect((await kit.post(LIST, { ...bearer(token), 'mcp-session-id': sseId })).status).toBe(404);
    expect((await kit.post(LIST, bearer(token), endpoint)).status).toBe(202);
  });

  it('of HTTP+SSE takes no message from another agent, and sends it none', async () => {
    const kit = await startHttpKit();
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const { endpoint } = await openSse(kit, alice);
    const stolen = await kit.post(LIST, bearer(bob), endpoint);
    expect(stolen.status).toBe(404);
    expect((await kit.post('[]', bearer(alice), endpoint)).status).toBe(400);
  });

  it('that is gone is taken up anew for its agent: an SDK v1 client goes on, and calls at once are one session', async () => {
    const kit = await startHttpKit();
    const token = await kit.addAgent('alice');
    let lost = '';
    const transport = new HttpV1(new URL(`${kit.url}/mcp/`), {
      requestInit: { headers: bearer(token) },
      // What a restart leaves a client with: an id that the server has never heard of.
      fetch: async (url, init) => {
        const headers = new Headers(init?.headers);
        if (lost !== '' && headers.has('mcp-session-id')) headers.set('mcp-session-id', lost);
        return fetch(url, { ...init, headers });
      },
    });
    const client = new ClientV1({ name: 'test', version: '1.2.3' });
    await client.connect(transport);
    lost = 'b'.repeat(26);
    const answers = await Promise.all([1, 2, 3].map(async () => callTool(client, 'list_items', {})));
    for (const { content } of answers) expect(content).toMatchObject({ items: [{ vault: 'alice' }] });
    expect((await kit.records()).filter(({ type }) => type === 'session.opened')).toHaveLength(2);
    await client.close();
  });

  it.each(['*/*', 'application/json', 'text/event-stream', 'text/html, */*;q=0.1'])(
    'is opened for a client that accepts %s',
    async (accept) => {
      const kit = await startHttpKit();
      const headers = { ...bearer(await kit.addAgent('alice')), accept };
      expect((await kit.post(INITIALIZE, headers)).status).toBe(200);
    },
  );

  it('ends when its client ends it', async () => {
    const kit = await startHttpKit();
    const token = await kit.addAgent('alice');
    const { client, transport } = await kit.connect(token);
    const id = transport.sessionId ?? '';
    await transport.terminateSession();
    expect((await kit.post(LIST, { ...bearer(token), 'mcp-session-id': id })).status).toBe(404);
    expect((await kit.records()).map(({ type }) => type)).toContain('session.closed');
    await client.close();
  });

  it('is not opened beyond what one agent may have; another agent still may', async () => {
    const kit = await startHttpKit({ sessionLimits: { maxSessionsPerClient: 2 } });
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const open = async (token: string): Promise<number> => (await kit.post(INITIALIZE, bearer(token))).status;
    expect([await open(alice), await open(alice), await open(alice), await open(bob)]).toEqual([200, 200, 429, 200]);
  });

  it('that the transport refused leaves nothing behind', async () => {
    const kit = await startHttpKit({ sessionLimits: { maxSessionsPerClient: 1 } });
    const token = await kit.addAgent('alice');
    expect((await kit.post(INITIALIZE, { ...bearer(token), accept: 'text/html' })).status).toBe(406);
    expect((await kit.post(INITIALIZE, bearer(token))).status).toBe(200);
  });
});

describe('a revoked token', () => {
  it('is refused on the next request, inside a session that is open', async () => {
    const upstream = await startHttpPeer();
    const kit = await startHttpKit({ origin: upstream.origin });
    const token = await kit.addAgent('alice');
    const id = await openSession(kit, token);
    await kit.revoke('alice');
    expect((await kit.post(LIST, { ...bearer(token), 'mcp-session-id': id })).status).toBe(401);
    expect(upstream.connections()).toBe(0);
  });

  it('ends its streams and its sessions, and no others', async () => {
    const kit = await startHttpKit();
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const [id, bobId] = [await openSession(kit, alice), await openSession(kit, bob)];
    const headers = { ...bearer(alice), accept: 'text/event-stream', 'mcp-session-id': id };
    const listening = await fetch(`${kit.url}/mcp`, { headers });
    const [older, bobs] = [await openSse(kit, alice), await openSse(kit, bob)];
    await kit.sweep();
    expect((await kit.post(LIST, bearer(alice), older.endpoint)).status).toBe(202);

    await kit.revoke('alice');
    await kit.sweep();

    await listening.text().catch(() => undefined);
    await older.rest();
    expect(
      (await kit.records()).filter(
        ({ type, agent }) => type === 'session.closed' && JSON.stringify(agent).includes('alice'),
      ),
    ).toHaveLength(2);
    expect((await kit.post(LIST, { ...bearer(bob), 'mcp-session-id': bobId })).status).toBe(200);
    expect((await kit.post(LIST, bearer(bob), bobs.endpoint)).status).toBe(202);
  });
});

const AGENTS = byDepth({ few: 3, everything: 10 });
const CLIENTS = byDepth({ few: 6, everything: 50 });

describe(`${CLIENTS} clients at once`, () => {
  it('each get their own answers: each with its own secret, and none anything of another', async () => {
    const upstream = await startHttpPeer({
      // The service answers with something only this caller's credential leads to.
      answer: ({ headers }, response) =>
        void response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ account: `account-of-${String(headers.authorization).split('-')[1] ?? ''}` })),
    });
    const kit = await startHttpKit({ origin: upstream.origin });
    const agents = await Promise.all(
      Array.from({ length: AGENTS }, async (_, index) => {
        // An underscore, so that no made-up id can look like a mark.
        const mark = `n_${String(index)}`;
        return { mark, token: await kit.addAgent(`agent-${mark}`, `kwtest-${mark}-4TzB8nWc3YpHs6Jd1GkUaE`) };
      }),
    );
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, index) => {
        const agent = agents[index % agents.length];
        if (agent === undefined) throw new Error('no agent');
        const era = index % 3 === 0 ? 'modern' : 'legacy';
        return { ...agent, ...(await kit.connect(agent.token, { era, name: `client-${agent.mark}` })) };
      }),
    );

    const answers = await Promise.all(
      clients.map(async ({ mark, call }) => {
        const asked = call('http_get', { item: 'api', url: `${upstream.origin}/v1/${mark}` });
        return { mark, listed: await call('list_items', {}), answered: await asked };
      }),
    );

    expect(answers).toHaveLength(CLIENTS);
    for (const { mark, answered, listed } of answers) {
      expect(answered.content['body']).toEqual({ account: `account-of-${mark}` });
      expect(listed.content['items']).toMatchObject([{ vault: `agent-${mark}` }]);
    }
    const outcomes = (await kit.records()).filter(({ type }) => type === 'call.intent');
    for (const { session, agent, request } of outcomes) {
      const text = JSON.stringify([session, agent, request]);
      expect(new Set(text.match(/n_[0-9]/g))).toHaveProperty('size', 1);
    }
  });
});

describe('the sessions of a server', () => {
  const limits = { maxSessions: 2, maxSessionsPerClient: 2, sessionIdleMs: 1_000, sessionMaxMs: 5_000 };

  function open(isStillAuthorized = async (): Promise<boolean> => true) {
    const clock = createTestClock();
    const sessions = createHttpSessions<undefined>({ clock, random: systemRandom, limits });
    const ended: string[] = [];
    const add = (id: string, clientKey = 'alice') =>
      sessions.add({
        id,
        client: { id: clientKey, agentId: clientKey, name: clientKey, isStillAuthorized },
        kind: 'http',
        connectionId: 'c',
        line: undefined,
        itemsChanged: () => undefined,
        end: async () => {
          ended.push(id);
          sessions.remove({ id, client: { id: clientKey, agentId: clientKey, name: clientKey, isStillAuthorized } });
        },
      });
    return { clock, sessions, ended, add };
  }

  it('end when idle, but not while something is open', async () => {
    const { clock, sessions, ended, add } = open();
    const done = sessions.use(add('busy'));
    add('idle');
    clock.advance(1_000);
    await sessions.sweep();
    expect(ended).toEqual(['idle']);
    done();
    clock.advance(999);
    await sessions.sweep();
    expect(ended).toEqual(['idle']);
    clock.advance(1);
    await sessions.sweep();
    expect(ended).toEqual(['idle', 'busy']);
  });

  it('end after their longest time, whatever is open', async () => {
    const { clock, sessions, ended, add } = open();
    sessions.use(add('busy'));
    clock.advance(5_000);
    await sessions.sweep();
    expect(ended).toEqual(['busy']);
  });

  it('are no more than the server has room for', () => {
    const { sessions, add } = open();
    add('a', 'alice');
    expect(sessions.hasRoom('bob')).toBe(true);
    add('b', 'bob');
    expect(sessions.hasRoom('carol')).toBe(false);
  });
});
