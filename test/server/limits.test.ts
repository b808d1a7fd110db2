import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/core/index.ts';
import { createOpenAnswers } from '../../src/server/listener/in-flight-requests.ts';
import { createSseTransport } from '../../src/mcp/sse-transport.ts';
import { bearer, INITIALIZE, startHttpKit, type HttpKit } from '../support/http-kit.ts';
import { createTestClock } from '../support/vault-kit.ts';

/** A route that does not answer before it is told to: a slow call, without a clock. */
function slowMount() {
  const held: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  const route = {
    path: '/api/slow',
    methods: ['POST'],
    authentication: 'agent',
    handle: async () => {
      const answered = new Promise<void>((resolve) => held.push(resolve));
      arrivals.shift()?.();
      await answered;
      return Response.json({});
    },
  } as const;
  return {
    route,
    arrived: async () => new Promise<void>((resolve) => arrivals.push(resolve)),
    release: () => held.splice(0).forEach((done) => done()),
  };
}

async function openTcp(kit: HttpKit, text: string): Promise<Socket> {
  const socket = connectTcp(Number(new URL(kit.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const HEAD = 'POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\n';

describe('requests that are being answered', () => {
  it('are so many for one agent, and so many for all of them; one too many may come again', async () => {
    const slow = slowMount();
    const kit = await startHttpKit({ routes: [slow.route], limits: { maxOpenPerClient: 2, maxOpen: 3 } });
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const ask = async (token: string) => kit.post({}, bearer(token), '/api/slow');
    const underWay: Promise<Response>[] = [];
    for (const token of [alice, alice, bob]) {
      const arrived = slow.arrived();
      underWay.push(ask(token));
      await arrived;
    }

    const [ownTooMany, allTooMany] = [await ask(alice), await ask(bob)];
    slow.release();

    expect([ownTooMany.status, allTooMany.status]).toEqual([503, 503]);
    expect(ownTooMany.headers.get('retry-after')).toBe('1');
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([200, 200, 200]);
    const arrived = slow.arrived();
    const [first] = [ask(alice), await arrived];
    slow.release();
    expect((await first).status).toBe(200);
  });

  it('of one agent beyond its share are refused, and others are answered', async () => {
    const slow = slowMount();
    const kit = await startHttpKit({ routes: [slow.route], limits: { maxOpenPerClient: 1 } });
    const [alice, bob] = [await kit.addAgent('alice'), await kit.addAgent('bob')];
    const arrived = slow.arrived();
    const first = kit.post({}, bearer(alice), '/api/slow');
    await arrived;
    expect((await kit.post(INITIALIZE, bearer(alice))).status).toBe(429);
    expect((await kit.post(INITIALIZE, bearer(bob))).status).toBe(200);
    slow.release();
    expect((await first).status).toBe(200);
  });
});

describe('slow clients', () => {
  it('that trickle a header at a time are cut off all together, and others are answered meanwhile', async () => {
    const kit = await startHttpKit({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } });
    const token = await kit.addAgent('alice');
    const sockets = await Promise.all(Array.from({ length: 50 }, async () => openTcp(kit, HEAD)));
    const closed = Promise.all(sockets.map(async (socket) => once(socket, 'close')));
    const trickle = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('x-a: b\r\n')), 20);
    onTestFinished(() => clearInterval(trickle));
    for (const socket of sockets) socket.resume();
    expect((await kit.post(INITIALIZE, bearer(token))).status).toBe(200);
    await closed;
    expect((await kit.post(INITIALIZE, bearer(token))).status).toBe(200);
  });

  it('that send nothing more of a form are cut off where no token was required, too', async () => {
    const kit = await startHttpKit({ limits: { headersTimeoutMs: 50, requestTimeoutMs: 100 } });
    const form = 'POST /v1/token HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\n';
    const socket = await openTcp(kit, `${form}content-length: 100\r\n\r\ngrant_type=`);
    let answered = '';
    socket.on('data', (chunk: Buffer) => (answered += chunk.toString()));
    await once(socket, 'close');
    expect(answered).toMatch(/^HTTP\/1.1 408 /);
  });

  it('are no more connections than there may be', async () => {
    const kit = await startHttpKit({ limits: { maxConnections: 2 } });
    const kept = [await openTcp(kit, HEAD), await openTcp(kit, HEAD)];
    // It is accepted and closed at once.
    const tooMany = await openTcp(kit, HEAD);
    tooMany.resume();
    await once(tooMany, 'close');
    expect(kept.every(({ destroyed }) => !destroyed)).toBe(true);
  });

  it('that do not read what a stream tells them lose it, before it fills the memory', async () => {
    const transport = createSseTransport('/messages');
    let closed = false;
    transport.onclose = () => (closed = true);
    await transport.start();
    const message = { jsonrpc: '2.0', method: 'note', params: { text: 'x'.repeat(1024 * 1024) } } as const;
    for (let sent = 0; sent < 20 && !closed; sent += 1) await transport.send(message);
    expect(closed).toBe(true);
  });
});

describe('answers that stay open', () => {
  it('end when they are too old, and when their client is no longer welcome; others stay', async () => {
    const clock = createTestClock();
    const limits = { maxOpen: 9, maxOpenPerClient: 9, maxStreamsPerClient: 9, maxStreamMs: 1_000 };
    const open = createOpenAnswers({ limits, clock, logger: silentLogger });
    let welcome = true;
    const ended: string[] = [];
    const add = (id: string, isStillAuthorized = async () => true) => {
      const outgoing = new PassThrough().once('close', () => ended.push(id)) as unknown as ServerResponse;
      expect(open.admit({ client: { id, isStillAuthorized }, outgoing, isStream: true })).toBeUndefined();
      return outgoing;
    };
    const closing = [add('old'), add('revoked', async () => welcome)].map(async (outgoing) => once(outgoing, 'close'));
    clock.advance(500);
    add('young');
    await open.sweep();
    expect(ended).toEqual([]);
    welcome = false;
    clock.advance(500);
    await open.sweep();
    await Promise.all(closing);
    expect([ended.toSorted(), open.counts().streams]).toEqual([['old', 'revoked'], 1]);
  });
});

describe('what is too large', () => {
  it.each([
    ['a bearer token', { authorization: `Bearer ${'x'.repeat(9_000)}` }, 401],
    ['a session id', { 'mcp-session-id': 'x'.repeat(9_000) }, 404],
    ['all headers together', { 'x-a': 'x'.repeat(9_000), 'x-b': 'x'.repeat(9_000) }, 431],
  ])('%s is refused', async (_name, headers, status) => {
    const kit = await startHttpKit();
    const own = bearer(await kit.addAgent('alice'));
    expect((await kit.post(INITIALIZE, { ...own, ...headers })).status).toBe(status);
  });

  it('a name or an id that a client claims is cut before it is stored', async () => {
    const kit = await startHttpKit();
    const headers = bearer(await kit.addAgent('alice'));
    const clientInfo = { name: 'n'.repeat(100_000), version: 'v'.repeat(100_000) };
    const opened = await kit.post({ ...INITIALIZE, params: { ...INITIALIZE.params, clientInfo } }, headers);
    await opened.text();
    const session = { ...headers, 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
    const call = { method: 'tools/call', params: { name: 'list_items', arguments: {} } };
    const answered = await kit.post({ jsonrpc: '2.0', id: 'i'.repeat(100_000), ...call }, session);
    expect(answered.status).toBe(200);
    await answered.text();
    for (const record of await kit.records()) expect(JSON.stringify(record).length).toBeLessThan(3_000);
  });
});
