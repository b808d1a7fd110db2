import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseBinding } from '../../../src/policy/index.ts';
import { CANARY, openAgentKit } from '../../support/agent-kit.ts';
import { startHttpPeer } from '../../support/lab/http-peer.ts';
import { drip, pourEndlessly, startRawPeer } from '../../support/lab/raw-peer.ts';
import { callTool, explainAndCall } from '../../support/tool-calls.ts';
import { forEachSet } from './vectors.ts';

interface Scenario {
  readonly answer: (socket: Socket) => void;
  /** The code the call ends with; of an answer, part of what the agent gets, where a pattern stands for a text. */
  /** Ends by the total deadline alone. */
  readonly isSlow?: true;
  readonly ends: string | Readonly<Record<string, unknown>>;
}

const BEARER = { scheme: 'bearer' };
// 200 MB in 100 members of 2 MB (RFC 1952 section 2.2): as much to inflate, cheaper to make.
const bomb = Buffer.concat(Array<Buffer>(100).fill(gzipSync(Buffer.alloc(2_000_000))));
const head = (...lines: readonly string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');
const withBody = (socket: Socket, body: Uint8Array | string, ...lines: readonly string[]): void => {
  socket.write(head(`content-length: ${String(body.length)}`, ...lines));
  socket.write(body);
};

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'gzip bomb 200MB from 194kB': {
    answer: (socket) => withBody(socket, bomb, 'content-encoding: gzip'),
    ends: 'OUTBOUND_RESPONSE_TOO_LARGE',
  },
  'Content-Encoding: gzip x100': {
    answer: (socket) => withBody(socket, gzipSync('x'), ...Array<string>(100).fill('content-encoding: gzip')),
    ends: 'OUTBOUND_RESPONSE_INVALID',
  },
  'endless chunked': {
    answer: (socket) => {
      socket.write(head('transfer-encoding: chunked'));
      pourEndlessly(socket, Buffer.from(`1000\r\n${'x'.repeat(4096)}\r\n`));
    },
    ends: { status: 200, truncated: true },
  },
  'slowloris 1 byte/10 s': {
    answer: (socket) => {
      socket.write(head('content-length: 1000'));
      drip(socket, { byte: 'x', everyMs: 10 });
    },
    ends: { status: 200, truncated: true },
    isSlow: true,
  },
  'headers 1 MB': {
    answer: (socket) => withBody(socket, '', `x-large: ${'x'.repeat(1_000_000)}`),
    ends: 'OUTBOUND_RESPONSE_TOO_LARGE',
  },
  'trailers carrying secret': {
    answer: (socket) => socket.write(`${head('transfer-encoding: chunked')}1\r\nx\r\n0\r\nx-secret: ${CANARY}\r\n\r\n`),
    ends: { status: 200, body: 'x', headers: {} },
  },
  'Set-Cookie / WWW-Authenticate echo': {
    answer: (socket) =>
      withBody(socket, 'x', 'set-cookie: session=abcdefgh12345678', `www-authenticate: Bearer error="${CANARY}"`),
    ends: {
      status: 200,
      headers: { 'set-cookie': /^(?!.*abcdefgh)/, 'www-authenticate': /^Bearer error=/ },
    },
  },
  'content-type binary/image with secret in metadata': {
    answer: (socket) => withBody(socket, `\u0000\u0001${CANARY}`, 'content-type: image/png'),
    ends: { status: 200, body: /^\[/ },
  },
  'multipart/SSE stream': {
    answer: (socket) => socket.end(`${head('content-type: text/event-stream')}data: ${CANARY}\n\n`),
    ends: { status: 200, body: /^data: \[REDACTED\]/ },
  },
  '101 switching protocols': {
    answer: (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'),
    ends: 'OUTBOUND_RESPONSE_INVALID',
  },
  '1xx with headers (103 Early Hints)': {
    answer: (socket) => {
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: ${CANARY}\r\n\r\n`);
      withBody(socket, 'x');
    },
    ends: { status: 200, body: 'x', headers: { 'content-length': '1' } },
  },
  'gzip carrying secret': {
    answer: (socket) => withBody(socket, gzipSync(`key ${CANARY}!`), 'content-encoding: gzip'),
    ends: { status: 200, body: 'key [REDACTED]!' },
  },
  'cut in the middle of the secret': {
    answer: (socket) => withBody(socket, `${'x'.repeat(99_990)}${CANARY}${'x'.repeat(1_000)}`),
    ends: { status: 200, truncated: true },
  },
  'content-length too long': {
    answer: (socket) => socket.end(`${head('content-length: 1000')}${CANARY}`),
    ends: 'OUTBOUND_RESPONSE_INVALID',
  },
  'an unsolicited answer': {
    answer: (socket) => socket.write(`${head('content-length: 1')}x${head('content-length: 1')}y`),
    ends: { status: 200, body: 'x' },
  },
  'chunked and content-length': {
    answer: (socket) => socket.write(`${head('content-length: 1', 'transfer-encoding: chunked')}1\r\nx\r\n0\r\n\r\n`),
    ends: 'OUTBOUND_RESPONSE_INVALID',
  },
  'reason phrase carrying secret': {
    answer: (socket) => socket.write(`HTTP/1.1 401 bad token ${CANARY}\r\ncontent-length: 1\r\n\r\nx`),
    ends: { status: 401, body: 'x' },
  },
};

describe('response_scenarios', () => {
  forEachSet(({ response_scenarios: cases }) => {
    it('end within their limits, and show no part of the secret', async () => {
      const kit = await openAgentKit({ maxReflections: 1_000 });
      for (const { name } of cases) {
        const scenario = SCENARIOS[name];
        if (scenario === undefined) throw new Error(`no peer plays ${name}`);
        const peer = await startRawPeer(scenario.answer);
        const egressLimits = {
          timeoutMs: scenario.isSlow === true ? 750 : 10_000,
          maxResponseBytes: 100_000,
        };
        await kit.addItem(
          name,
          parseBinding({ origins: [peer.origin], auth: BEARER, rules: ['read-only'], egressLimits }),
        );

        const { code, answer } = await explainAndCall(kit, { item: name, method: 'GET', url: `${peer.origin}/` });

        if (typeof scenario.ends === 'string') expect([name, code]).toEqual([name, scenario.ends]);
        else expect({ name, ...answer.content }).toMatchObject({ name, ...withPatterns(scenario.ends) });
        expect([name, answer.raw]).toEqual([name, expect.not.stringContaining(CANARY.slice(0, 10))]);
        expect([name, peer.requests()]).toEqual([name, 1]);
      }
    });
  });
});

function withPatterns(shape: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pattern = (value: unknown): unknown => {
    if (value instanceof RegExp) return expect.stringMatching(value);
    return typeof value === 'object' && value !== null ? withPatterns({ ...value }) : value;
  };
  return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, pattern(value)]));
}

describe('a service that asks to come back', () => {
  const busy = (statuses: readonly number[]) => {
    let count = 0;
    return startHttpPeer({
      answer: (_, response) => {
        const status = statuses[count++] ?? 200;
        response.writeHead(status, status === 200 ? {} : { 'retry-after': '2' }).end('x');
      },
    });
  };

  it('is asked again for a request that may be repeated, and each attempt stands in the trail', async () => {
    const waits: number[] = [];
    const kit = await openAgentKit({ outbound: { sleep: async (ms) => waits.push(ms) } });
    const peer = await busy([429, 503]);
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER });

    const { content } = await callTool(kit, 'http_get', { item: 'api', url: `${peer.origin}/a?b=1` });

    expect([content['status'], waits]).toEqual([200, [2_000, 2_000]]);
    expect(await kit.recorded()).toEqual(['call.intent', 'call.attempt', 'call.attempt', 'call.outcome ok']);
    const retries = (await kit.trail.list({ types: ['call.attempt'] })).map(({ call_id, attempt }) => ({
      call_id,
      attempt,
    }));
    expect(retries.toReversed()).toEqual([
      {
        call_id: content['call_id'],
        attempt: { number: 2, reason: 'retry', method: 'GET', origin: peer.origin, path: '/a' },
      },
      {
        call_id: content['call_id'],
        attempt: { number: 3, reason: 'retry', method: 'GET', origin: peer.origin, path: '/a' },
      },
    ]);
  });

  it('gets a request that writes once', async () => {
    const kit = await openAgentKit({ outbound: { sleep: async () => undefined } });
    const peer = await busy([429]);
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER, allow: ['read-write /**'] });

    const { content } = await callTool(kit, 'http_request', { item: 'api', method: 'POST', url: `${peer.origin}/` });

    expect([content['status'], peer.seen.length]).toEqual([429, 1]);
  });

  it('is not waited for beyond the deadline of the call', async () => {
    const kit = await openAgentKit({ outbound: { sleep: async () => undefined } });
    const peer = await busy([503]);
    const binding = { origins: [peer.origin], auth: BEARER, rules: ['read-only'], egressLimits: { timeoutMs: 1_000 } };
    await kit.addItem('api', parseBinding(binding));

    const { content } = await callTool(kit, 'http_get', { item: 'api', url: `${peer.origin}/` });

    expect([content['status'], peer.seen.length]).toEqual([503, 1]);
  });
});

describe('what an answer may show', () => {
  const body = JSON.stringify({ id: 7, owner: { mail: 'x@example.com' }, token: 'other' });

  it.each([
    [{ mode: 'status_only' } as const, { status: 201, headers: {}, body: null }],
    [
      { mode: 'projection', pointers: ['/id', '/owner/absent'], headers: ['X-Page'] } as const,
      { status: 201, headers: { 'x-page': '1' }, body: { '/id': 7 } },
    ],
    [
      { mode: 'scrubbed' } as const,
      { status: 201, headers: { 'x-page': '1', 'x-other': '2' }, body: JSON.parse(body) },
    ],
  ])('is what the binding says: %j', async (response, shown) => {
    const kit = await openAgentKit();
    const headers = { 'content-type': 'application/json', 'x-page': '1', 'x-other': '2' };
    const peer = await startHttpPeer({ answer: (_, answer) => void answer.writeHead(201, headers).end(body) });
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER, response });

    const { content } = await callTool(kit, 'http_get', {
      item: 'api',
      url: `${peer.origin}/`,
      select: ['/id', '/token'],
    });
    const all = await callTool(kit, 'http_get', { item: 'api', url: `${peer.origin}/` });

    expect(all.content).toMatchObject(shown);
    // What is asked for narrows and never widens.
    expect(JSON.stringify(content)).not.toMatch(response.mode === 'scrubbed' ? /example\.com/ : /other"|example\.com/);
  });
});
