import { once } from 'node:events';
import { request as nodeRequest } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/core/index.ts';
import { bearer, INITIALIZE, startHttpKit, type HttpKit } from '../support/http-kit.ts';
import { CANARY } from '../support/agent-kit.ts';

/** Writes what no HTTP client would, and reads until the server closes. */
async function exchange(kit: HttpKit, text: string): Promise<string> {
  const socket = connectTcp(Number(new URL(kit.url).port), '127.0.0.1');
  let answered = '';
  socket.on('data', (chunk) => (answered += chunk.toString())).on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answered;
}

const ROUTES = [
  ['GET', '/healthz'],
  ['GET', '/readyz'],
  ['GET', '/metrics'],
  ['POST', '/mcp'],
  ['GET', '/mcp'],
  ['GET', '/sse'],
  ['POST', '/messages'],
  ['POST', '/v1/token'],
  ['DELETE', '/v1/agents/alice'],
  ['GET', '/nowhere'],
] as const;

/** `fetch` refuses to send a Host of one's own; a browser under DNS rebinding sends just that. */
async function raw(
  kit: HttpKit,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  const asked = nodeRequest(`${kit.url}${path}`, { method, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  response.destroy();
  return response.statusCode;
}

describe('Host and Origin', () => {
  it.each(ROUTES)('%s %s answers 403 for a foreign name and for a foreign page, token or not', async (method, path) => {
    const kit = await startHttpKit();
    const authorization = `Bearer ${await kit.addAgent('alice')}`;
    const port = new URL(kit.url).port;
    const evil = [
      { host: 'evil.test' },
      { host: `evil.test:${port}` },
      { host: `127.0.0.1.evil.test:${port}` },
      { host: `localhost@evil.test` },
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { origin: `http://localhost:${port}` },
      { origin: kit.url },
    ];
    for (const headers of evil) {
      const status = await raw(kit, method, path, { authorization, ...headers });
      // What is no host name at all is a malformed request.
      const isHealth = path.endsWith('z');
      const expected = !('host' in headers) ? 403 : headers.host?.includes('@') === true ? 400 : isHealth ? 200 : 403;
      expect([headers, status]).toEqual([headers, expected]);
    }
  });

  it.each([
    ['127.0.0.1', 'evil.test'],
    ['evil.test', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
  ])('refuses a request that names two hosts, %s and %s', async (first, second) => {
    const kit = await startHttpKit();
    const answers = await Promise.all(
      ['/healthz', '/nowhere'].map(async (path) =>
        exchange(kit, `GET ${path} HTTP/1.1\r\nHost: ${first}\r\nhOST: ${second}\r\nConnection: close\r\n\r\n`),
      ),
    );
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['400', '400']);
  });

  it('names the foreign host and the option that allows it, in the answer and once in the log', async () => {
    const lines: unknown[] = [];
    const logger = { ...silentLogger, warn: (...line: unknown[]) => void lines.push(line) };
    const kit = await startHttpKit({ logger });
    const ask = async (host: string): Promise<string> =>
      exchange(kit, `GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    for (const answer of [await ask('keyward.example.com:443'), await ask('keyward.example.com:443')]) {
      expect(answer).toContain('\\"keyward.example.com:443\\"');
      expect(answer).toContain('--allow-host keyward.example.com"');
    }
    expect(lines).toEqual([[{ host: '"keyward.example.com:443"' }, expect.stringContaining('--allow-host')]]);
  });

  it('refuses a request that names no host at all', async () => {
    const kit = await startHttpKit();
    const answers = await Promise.all(
      ['GET /healthz HTTP/1.0', 'GET /healthz HTTP/1.0\r\nhost:', 'GET /healthz HTTP/1.1'].map(async (head) =>
        exchange(kit, `${head}\r\n\r\n`),
      ),
    );
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['400', '400', '400']);
  });

  it('lets a page of an allowed origin read answers, names no other, and never says *', async () => {
    const kit = await startHttpKit({ listen: { allowOrigins: ['https://app.example.com'] } });
    const token = await kit.addAgent('alice');
    const origin = 'https://app.example.com';

    const preflight = await fetch(`${kit.url}/mcp`, { method: 'OPTIONS', headers: { origin } });
    const answered = await kit.post(INITIALIZE, { ...bearer(token), origin });
    const refused = await kit.post(INITIALIZE, { origin });
    const foreign = await fetch(`${kit.url}/mcp`, { method: 'OPTIONS', headers: { origin: 'https://evil.test' } });

    for (const response of [preflight, answered, refused])
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect([preflight.status, answered.status, refused.status, foreign.status]).toEqual([204, 200, 401, 403]);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('lets no page read what is not for pages: metrics, events, tokens, hooks', async () => {
    const kit = await startHttpKit({ listen: { allowOrigins: ['https://app.example.com'] } });
    const headers = { ...bearer(await kit.addAgent('alice')), origin: 'https://app.example.com' };
    for (const path of ['/metrics', '/healthz', '/v1/token', '/v1/agents/alice', '/api/auth/introspect']) {
      const preflight = await fetch(`${kit.url}${path}`, { method: 'OPTIONS', headers });
      const read = await fetch(`${kit.url}${path}`, { headers });
      for (const response of [preflight, read])
        expect([path, response.headers.get('access-control-allow-origin')]).toEqual([path, null]);
      expect([path, preflight.status]).toEqual([path, 405]);
    }
    for (const path of ['/v1/items', '/v1/openapi.json', '/sse', '/messages']) {
      const preflight = await fetch(`${kit.url}${path}`, { method: 'OPTIONS', headers });
      expect([path, preflight.status]).toEqual([path, 204]);
    }
  });
});

describe('authentication', () => {
  it.each(ROUTES.filter(([, path]) => !/z$|nowhere|token/.test(path)))(
    '%s %s needs a token, on loopback too',
    async (method, path) => {
      const kit = await startHttpKit();
      const token = await kit.addAgent('alice');
      const attempts: Record<string, string>[] = [
        {},
        { authorization: '' },
        { authorization: token },
        { authorization: `Basic ${btoa(`x:${token}`)}` },
        bearer(`${token}x`),
        bearer(token.slice(0, -1)),
        bearer('kwa_'),
        { cookie: `token=${token}` },
        { 'x-api-key': token },
      ];
      for (const headers of attempts) expect([headers, await raw(kit, method, path, headers)]).toEqual([headers, 401]);
      for (const name of ['token', 'access_token'])
        expect(await raw(kit, method, `${path}?${name}=${token}`, {})).toBe(401);
    },
  );

  it('names the scheme, says one sentence for every cause, and records the cause for the owner', async () => {
    const kit = await startHttpKit();
    const [good, revoked] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    await kit.revoke('bob');

    const answers = await Promise.all(
      [revoked, `${good}x`, 'Bearer'].map(async (token) => kit.post(INITIALIZE, bearer(token))),
    );

    const texts = await Promise.all(answers.map(async (answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    for (const { status, headers } of answers)
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="keyward"']);
    const refused = (await kit.records()).filter(({ type }) => type === 'session.refused');
    expect(refused.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([{ because: 'revoked' }, { because: 'malformed' }]),
    );
    expect(JSON.stringify(refused)).not.toContain(revoked.slice(31));
  });

  it('stops listening to an address that fails too often, but not to who was good there before', async () => {
    const kit = await startHttpKit({ limits: { maxFailuresPerMinute: 3 } });
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    expect((await kit.post(INITIALIZE, bearer(alice))).status).toBe(200);

    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await kit.post(INITIALIZE, bearer(`${alice}x`))).status);

    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await kit.post(INITIALIZE, bearer(bob))).status).toBe(429);
    expect((await kit.post(INITIALIZE, bearer(alice))).status).toBe(200);
    expect((await kit.records()).filter(({ type }) => type === 'session.refused')).toHaveLength(3);
  });

  it('counts what is refused where a route judges the token by itself, too', async () => {
    const kit = await startHttpKit({ limits: { maxFailuresPerMinute: 2 } });
    const good = await kit.addAgent('alice');
    expect((await kit.post(INITIALIZE, bearer(good))).status).toBe(200);
    const form = { method: 'POST', body: new URLSearchParams({ grant_type: 'password' }) };
    const guess = { method: 'DELETE', headers: bearer('kwa_nothing') };

    const first = [await fetch(`${kit.url}/v1/token`, form), await fetch(`${kit.url}/v1/agents/alice`, guess)];
    const more = [await fetch(`${kit.url}/v1/token`, form), await fetch(`${kit.url}/v1/agents/alice`, guess)];

    expect([...first, ...more].map(({ status }) => status)).toEqual([400, 401, 429, 429]);
    expect((await fetch(`${kit.url}/healthz`)).status).toBe(200);
    expect((await kit.post(INITIALIZE, bearer(good))).status).toBe(200);
  });

  it('answers health without a token and tells nothing there', async () => {
    const kit = await startHttpKit();
    const texts = await Promise.all(
      ['/healthz', '/readyz'].map(async (path) => (await fetch(`${kit.url}${path}`)).text()),
    );
    expect(texts).toEqual(['{"status":"ok"}', '{"status":"ok"}']);
  });

  it('shows metrics to an agent, without a name in them', async () => {
    const kit = await startHttpKit();
    const token = await kit.addAgent('very-private-name');
    const session = await kit.connect(token);
    await session.call('list_items', {});
    const text = await (await fetch(`${kit.url}/metrics`, { headers: bearer(token) })).text();
    expect(text).toMatch(/keyward_http_requests_total\{route="\/mcp",method="POST",status="200"\} [1-9]/);
    expect(text).toContain('keyward_mcp_sessions 1');
    expect(text).not.toContain('private');
  });
});

describe('limits', () => {
  it('refuses other bodies than JSON, too large, too deep and unreadable ones', async () => {
    const kit = await startHttpKit({ limits: { maxBodyBytes: 2_000 } });
    const headers = bearer(await kit.addAgent('alice'));
    const status = async (body: string, more: Record<string, string> = {}): Promise<number> =>
      (await kit.post(body, { ...headers, ...more })).status;

    expect(await status('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    expect(await status('{}', { 'content-type': 'text/plain' })).toBe(415);
    expect(await status('{}', { 'content-type': 'application/json; charset=utf-16' })).toBe(415);
    expect(await status('{}', { 'content-encoding': 'gzip' })).toBe(415);
    expect(await status(JSON.stringify({ a: 'x'.repeat(2_000) }))).toBe(413);
    expect(await status('{')).toBe(400);
    expect(await status('')).toBe(400);
    expect(await status(`${'['.repeat(65)}${']'.repeat(65)}`)).toBe(400);
    expect(await status(JSON.stringify(Array.from({ length: 33 }, () => INITIALIZE)))).toBe(413);
  });

  it('counts a body that does not tell its length, and stops reading', async () => {
    const kit = await startHttpKit({ limits: { maxBodyBytes: 1_000 } });
    const token = await kit.addAgent('alice');
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_000).fill(0x20));
      },
    });
    const headers = {
      ...bearer(token),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const init = { method: 'POST', headers, body: endless, duplex: 'half' } as const;

    const answered = await fetch(`${kit.url}/mcp`, init).then(
      ({ status }) => status,
      () => 'cut off',
    );

    expect(answered).toSatisfy((status) => status === 413 || status === 'cut off');
    // What the system's buffers took in is all that was sent of a body without end.
    expect(sent).toBeLessThan(50_000);
  });

  it('refuses too many messages in one batch', async () => {
    const kit = await startHttpKit();
    const headers = bearer(await kit.addAgent('alice'));
    const batch = Array.from({ length: 33 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' }));
    expect((await kit.post(batch, headers)).status).toBe(400);
  });

  it('refuses oversized headers', async () => {
    const kit = await startHttpKit();
    expect(await raw(kit, 'GET', '/healthz', { 'x-large': 'x'.repeat(20_000) })).toBe(431);
  });

  it('cuts off who sends its headers or its body too slowly', async () => {
    const kit = await startHttpKit({ limits: { headersTimeoutMs: 50, requestTimeoutMs: 100 } });
    const token = await kit.addAgent('alice');
    const head = `POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
    const answers = await Promise.all([
      exchange(kit, head),
      exchange(
        kit,
        `${head}authorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      ),
    ]);

    for (const answered of answers) expect(answered).toMatch(/^HTTP\/1.1 408 /);
    expect((await fetch(`${kit.url}/healthz`)).status).toBe(200);
  });

  it('bounds the requests, and the streams, that one agent has open; others are served on', async () => {
    const kit = await startHttpKit({ limits: { maxStreamsPerClient: 2 } });
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const stop = new AbortController();
    const stream = async (token: string): Promise<number> =>
      (await fetch(`${kit.url}/sse`, { headers: bearer(token), signal: stop.signal })).status;

    expect([await stream(alice), await stream(alice), await stream(alice), await stream(bob)]).toEqual([
      200, 200, 429, 200,
    ]);
    expect((await kit.post(INITIALIZE, bearer(alice))).status).toBe(200);
    stop.abort();
  });

  it('answers 405 for another method and 404 for another path', async () => {
    const kit = await startHttpKit();
    const put = await fetch(`${kit.url}/mcp`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE']);
    expect((await fetch(`${kit.url}/mcp/x`)).status).toBe(404);
  });
});

describe('a route of another room', () => {
  it('gets the client and the body, and what it throws is not told to clients', async () => {
    const kit = await startHttpKit({
      routes: [
        {
          path: '/api/*',
          methods: ['POST'],
          authentication: 'agent',
          handle: async ({ client, body, remote }) => {
            if (body === null) throw new Error(`inside: ${CANARY}`);
            return Response.json({ name: client.name, body, remote });
          },
        },
      ],
    });
    const headers = bearer(await kit.addAgent('alice'));

    const answered = await kit.post({ a: 1 }, headers, '/api/v1/x');
    const broken = await kit.post('null', headers, '/api/v1/x');

    expect(await answered.json()).toEqual({ name: 'alice', body: { a: 1 }, remote: { address: '127.0.0.1' } });
    expect(answered.headers.get('cache-control')).toBe('no-store');
    expect([broken.status, await broken.text()]).toEqual([500, '{"error":"something went wrong inside Keyward"}']);
  });
});
