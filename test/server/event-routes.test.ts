import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/index.ts';
import { silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { parseListenRules, startHttpServer } from '../../src/server/listener/index.ts';
import { openServerApp } from '../../src/server/server-app.ts';
import { openCommandLine } from '../support/command-line.ts';

const made = z.looseObject({ token: z.string(), token_id: z.string().optional() });
const page = z.strictObject({
  cursor: z.string(),
  has_more: z.boolean(),
  items: z.array(z.looseObject({ uuid: z.string().length(26), timestamp: z.iso.datetime() })),
});

/** A server on a data folder that the command line has filled, and a token that reads its trail. */
async function startServer() {
  const line = await openCommandLine();
  await line.json(['vault', 'create', 'build']);
  await line.json(['agent', 'create', 'siem']);
  const { token, token_id: tokenId } = made.parse(
    await line.json(['agent', 'token', 'siem', '--audit', '--ttl', '1d']),
  );
  const env = { KEYWARD_HOME: line.home, KEYWARD_KEYCHAIN: 'off' };
  const config = loadConfig({ env, platform: process.platform, homedir: line.home });
  const app = await openServerApp({ config, logger: silentLogger, version: '0.0.0' });
  const { authenticate, routes, isReady, counts } = app;
  const deps = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const rules = parseListenRules({ port: 0 });
  const server = await startHttpServer({
    rules,
    routes,
    authenticate,
    isReady,
    counts,
    limits: { drainMs: 100 },
    ...deps,
  });
  onTestFinished(async () => {
    await server.close();
    await app.close();
  });
  const headersOf = (bearer: string | undefined) => (bearer === undefined ? {} : { authorization: `Bearer ${bearer}` });
  const post = async (path: string, body: unknown, bearer: string | undefined = token): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(bearer) },
      body: JSON.stringify(body),
    });
  const get = async (path: string, bearer = token): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers: headersOf(bearer) });
  const read = async (path: string, body: unknown) => page.parse(await (await post(path, body)).json());
  return { ...line, url: server.url, token, tokenId, post, get, read };
}

describe('the events API', () => {
  it('says what a token may read', async () => {
    const { get, tokenId } = await startServer();
    const features = ['auditevents', 'itemusages'];
    expect(await (await get('/api/v2/auth/introspect')).json()).toEqual({
      uuid: tokenId,
      issued_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      features,
      account_uuid: expect.stringMatching(/./),
    });
    expect(await (await get('/api/auth/introspect')).json()).toEqual({
      UUID: tokenId,
      IssuedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      Features: features,
    });
  });

  it.each(['v1', 'v2'])('%s leads from page to page by the cursor to what was not there before', async (version) => {
    const { json, read } = await startServer();
    const path = `/api/${version}/auditevents`;
    const first = await read(path, { limit: 2, start_time: '2020-01-01T00:00:00-03:00' });
    expect(first).toMatchObject({ has_more: true, items: [{ action: 'create' }, { action: 'create' }] });
    const seen = [...first.items];
    let { cursor, has_more: more } = first;
    while (more) {
      const next = await read(path, { cursor });
      seen.push(...next.items);
      ({ cursor, has_more: more } = next);
    }
    expect(new Set(seen.map(({ uuid }) => uuid)).size).toBe(seen.length);
    expect(seen.at(-1)).toMatchObject({ action: 'create', object_type: 'satoken' });
    expect(await read(path, { cursor })).toMatchObject({ items: [], has_more: false });
    await json(['vault', 'create', 'late']);
    expect((await read(path, { cursor })).items).toMatchObject([
      { action: 'create', object_type: 'vault', aux_info: 'late' },
    ]);
  });

  it('has the uses of items', async () => {
    const { json, read } = await startServer();
    await json(['item', 'create', 'build/npm', '--json'], 'kw-test-not-a-secret');
    const { items } = await read('/api/v2/itemusages', { limit: 10 });
    expect(items).toMatchObject([
      { action: 'server-create', user: { type: 'user' }, used_version: expect.any(Number) },
    ]);
    expect(JSON.stringify(items)).not.toContain('kw-test-not-a-secret');
  });

  it('records what was shown to whom, and is not kept busy by its own records', async () => {
    const { json, read, tokenId } = await startServer();
    const { cursor } = await read('/api/v2/auditevents', { limit: 100 });
    for (let polls = 0; polls < 5; polls += 1) {
      expect(await read('/api/v2/auditevents', { cursor })).toMatchObject({ items: [], has_more: false });
    }
    const trail = z.array(z.looseObject({ type: z.string() })).parse(await json(['audit', 'list', '--agent', 'siem']));
    const shown = trail.filter(({ type }) => type === 'audit.exported');
    expect(shown).toMatchObject([
      {
        session: { transport: 'http', principal: { kind: 'agent', name: 'siem', token_id: tokenId }, remote: {} },
        detail: { feed: 'auditevents', events: expect.any(Number) },
        call_id: expect.any(String),
      },
    ]);
  });

  it.each([
    null,
    { limit: 0 },
    { limit: 1_001 },
    { cursor: 'nonsense' },
    { start_time: 'yesterday' },
    { limit: 1, more: true },
  ])('answers %j with 400', async (body) => {
    const { post } = await startServer();
    const answer = await post('/api/v2/auditevents', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ Error: { Message: expect.any(String) } });
  });

  it('is for its own tokens alone: agents and hooks are refused and recorded, and its tokens open nothing else', async () => {
    const { json, post, get, token, url } = await startServer();
    const agent = made.parse(await json(['agent', 'create', 'bot', '--vault', 'build'])).token;
    const hook = made.parse(await json(['agent', 'token', 'bot', '--deprovision'])).token;
    const task = made.parse(await json(['agent', 'token', 'bot'])).token;
    const own = z.looseObject({ token: z.string() }).parse(await json(['agent', 'rotate', 'siem'])).token;
    for (const other of [agent, hook, task, own, 'kwa_nothing']) {
      expect((await post('/api/v2/auditevents', {}, other)).status).toBe(401);
      expect((await get('/api/v2/auth/introspect', other)).status).toBe(401);
    }
    const refused = z.array(z.looseObject({ type: z.string() })).parse(await json(['audit', 'list', '--limit', '10']));
    expect(refused.map(({ type }) => type)).toEqual(Array.from({ length: 10 }, () => 'session.refused'));
    for (const path of ['/metrics', '/mcp']) {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' };
      expect((await fetch(`${url}${path}`, { headers })).status).toBe(401);
    }
    const remove = { method: 'DELETE', headers: { authorization: `Bearer ${token}` } };
    expect((await fetch(`${url}/v1/agents/siem`, remove)).status).toBe(401);
    expect((await post('/api/v2/auditevents', {})).status).toBe(200);
  });

  it('ends with the agent of its token, and holds to the limits of that agent', async () => {
    const { json, post } = await startServer();
    await json(['agent', 'create', 'far', '--allow-network', '203.0.113.0/24']);
    const far = made.parse(await json(['agent', 'token', 'far', '--audit'])).token;
    expect((await post('/api/v2/itemusages', {}, far)).status).toBe(401);
    await json(['agent', 'revoke', 'siem']);
    expect((await post('/api/v2/itemusages', {})).status).toBe(401);
  });

  it('is asked nothing without a token, from a web page, by GET, or with a body that is too large', async () => {
    const { post, get, url, token } = await startServer();
    expect((await post('/api/v2/auditevents', {}, '')).status).toBe(401);
    expect((await get('/api/v2/auditevents')).status).toBe(405);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const page = { method: 'POST', body: '{}', headers: { ...headers, origin: 'https://evil.test' } };
    expect((await fetch(`${url}/api/v2/auditevents`, page)).status).toBe(403);
    const large = { method: 'POST', body: JSON.stringify({ cursor: 'x'.repeat(5_000_000) }), headers };
    expect((await fetch(`${url}/api/v2/auditevents`, large)).status).toBe(413);
  });

  it('answers 429 to a token that asks more than six hundred times a minute', async () => {
    const { get } = await startServer();
    const statuses: number[] = [];
    for (let count = 0; count < 602; count += 1) statuses.push((await get('/api/v2/auth/introspect')).status);
    expect(statuses.slice(0, 600).every((status) => status === 200)).toBe(true);
    expect(statuses.slice(600)).toEqual([429, 429]);
  });
});
