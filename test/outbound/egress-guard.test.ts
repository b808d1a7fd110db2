import { describe, expect, it, vi } from 'vitest';
import { silentLogger, type Logger } from '../../src/core/index.ts';
import { startCanary, startHttpPeer, type Answer } from '../support/lab/http-peer.ts';
import { scriptedLookup } from '../support/lab/scripted-lookup.ts';
import { failureOf, openOutbound, outboundCall } from './outbound-call.ts';

// Loopback stands for the public internet here: 127.0.0.1 is permitted, ::1 with the same port is the forbidden neighbour.
const PUBLIC = '127.0.0.1';
const FORBIDDEN = '::1';
const permitPublic = [`${PUBLIC}/32`];
const closing: Answer = (_, response) => void response.setHeader('connection', 'close').end('ok');

describe('names', () => {
  it('are resolved once per connection, and the answer is what is connected to', async () => {
    const peer = await startHttpPeer({ answer: closing });
    const canary = await startCanary({ host: FORBIDDEN, port: peer.port });
    const resolver = scriptedLookup([PUBLIC], [FORBIDDEN]);
    const outbound = openOutbound({ lookup: resolver.lookup });
    const call = () =>
      outbound.send(outboundCall({ url: `http://rebind.test:${String(peer.port)}/`, privateNetworks: permitPublic }));

    expect((await call()).status).toBe(200);
    expect(resolver.asked).toEqual(['rebind.test']);
    expect((await failureOf(call())).code).toBe('OUTBOUND_ADDRESS_REFUSED');
    expect(resolver.asked).toHaveLength(2);
    expect([peer.seen.length, canary.connections()]).toEqual([1, 0]);
  });

  it('are not resolved again for a connection that is stored', async () => {
    const peer = await startHttpPeer();
    const resolver = scriptedLookup([PUBLIC], [FORBIDDEN]);
    const outbound = openOutbound({ lookup: resolver.lookup });
    for (let count = 0; count < 3; count += 1) {
      await outbound.send(
        outboundCall({ url: `http://kept.test:${String(peer.port)}/`, privateNetworks: permitPublic }),
      );
      // undici gives a connection back one turn of the event loop after its answer.
      await new Promise(setImmediate);
    }
    expect(resolver.asked).toHaveLength(1);
    expect(peer.connections()).toBe(1);
  });

  it.each([
    [[PUBLIC, FORBIDDEN]],
    [[FORBIDDEN, PUBLIC]],
    [[PUBLIC, '10.0.0.5']],
    [[PUBLIC, '169.254.169.254']],
    [[PUBLIC, 'not-an-ip']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['127.0.0.1 ']],
    [['0.0.0.0']],
  ])('are refused for the whole of the answer %j', async (answer) => {
    const peer = await startHttpPeer();
    const canary = await startCanary({ host: FORBIDDEN, port: peer.port });
    const { lookup } = scriptedLookup(answer);
    const call = outboundCall({ url: `http://mixed.test:${String(peer.port)}/`, privateNetworks: permitPublic });
    expect((await failureOf(openOutbound({ lookup }).send(call))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
    expect([peer.connections(), canary.connections()]).toEqual([0, 0]);
  });

  it('without an address are unreachable, with no second resolver', async () => {
    const { lookup, asked } = scriptedLookup([]);
    const error = await failureOf(openOutbound({ lookup }).send(outboundCall({ url: 'https://empty.test/' })));
    expect(error.code).toBe('OUTBOUND_UNREACHABLE');
    expect(asked).toEqual(['empty.test']);
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ESERVFAIL'])(
    'that fail with %s are unreachable and not tried again',
    async (code) => {
      const { lookup, asked } = scriptedLookup({ code }, [PUBLIC]);
      const error = await failureOf(openOutbound({ lookup }).send(outboundCall({ url: 'https://failing.test/' })));
      expect(error.code).toBe('OUTBOUND_UNREACHABLE');
      expect(asked).toHaveLength(1);
    },
  );

  it('bound as localhost reach loopback in IPv4 and IPv6, and nothing else', async () => {
    const v4 = await startHttpPeer();
    const v6 = await startHttpPeer({ host: '::1' });
    for (const [address, port] of [
      ['127.0.0.1', v4.port],
      ['::1', v6.port],
    ] as const) {
      const outbound = openOutbound({ lookup: scriptedLookup([address]).lookup });
      expect((await outbound.send(outboundCall({ url: `http://localhost:${String(port)}/` }))).status).toBe(200);
    }
    const elsewhere = openOutbound({ lookup: scriptedLookup(['10.0.0.1']).lookup });
    expect((await failureOf(elsewhere.send(outboundCall({ url: 'http://localhost:1/' })))).code).toBe(
      'OUTBOUND_ADDRESS_REFUSED',
    );
  });
});

describe('literal addresses', () => {
  it('are reached when the owner bound them, in IPv4 and IPv6', async () => {
    for (const host of ['127.0.0.1', '::1'] as const) {
      const peer = await startHttpPeer({ host });
      expect((await openOutbound().send(outboundCall({ url: `${peer.origin}/` }))).status).toBe(200);
    }
  });

  it.each(['http://127.0.0.1', 'http://2130706433', 'http://0x7f.1', 'http://127.1', 'http://0177.0.0.1'])(
    'are refused when not bound: %s',
    async (host) => {
      const canary = await startCanary();
      const call = outboundCall({ url: `${host}:${String(canary.port)}/`, origins: ['https://api.example.com'] });
      expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
      expect(canary.connections()).toBe(0);
    },
  );

  it.each(['http://[::ffff:127.0.0.1]', 'http://[::7f00:1]', 'http://0.0.0.0'])(
    'are refused even when bound, where they only stand for another: %s',
    async (host) => {
      const canary = await startCanary();
      const call = outboundCall({ url: `${host}:${String(canary.port)}/`, privateNetworks: ['0.0.0.0/0', '::/0'] });
      expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
      expect(canary.connections()).toBe(0);
    },
  );

  it.each(['http://169.254.169.254', 'https://168.63.129.16', 'http://100.100.100.200', 'http://[fd00:ec2::254]'])(
    'of cloud metadata are refused even when bound: %s',
    async (origin) => {
      const call = outboundCall({ url: `${origin}/latest/`, privateNetworks: ['0.0.0.0/0', '::/0'] });
      expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
    },
  );
});

describe('plain http', () => {
  it('never goes to a public address, named or literal', async () => {
    const outbound = openOutbound({ lookup: scriptedLookup(['93.184.216.34']).lookup });
    for (const url of ['http://api.example.com/', 'http://93.184.216.34/']) {
      expect((await failureOf(outbound.send(outboundCall({ url, privateNetworks: ['93.184.216.0/24'] })))).code).toBe(
        'OUTBOUND_ADDRESS_REFUSED',
      );
    }
  });
});

describe('our own listeners', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])('are refused where we listen on %s', async (address) => {
    const door = await startCanary();
    const other = await startHttpPeer();
    const outbound = openOutbound({ ownListeners: () => [{ address, port: door.port }] });
    const named = openOutbound({
      ownListeners: () => [{ address, port: door.port }],
      lookup: scriptedLookup([PUBLIC]).lookup,
    });

    expect((await failureOf(outbound.send(outboundCall({ url: door.origin })))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
    expect((await failureOf(named.send(outboundCall({ url: `http://localhost:${String(door.port)}/` })))).code).toBe(
      'OUTBOUND_ADDRESS_REFUSED',
    );
    expect((await outbound.send(outboundCall({ url: other.origin }))).status).toBe(200);
    expect(door.connections()).toBe(0);
  });
});

describe('a refusal', () => {
  it('does not tell which address it was', async () => {
    const logged: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (...entry) => void logged.push(entry) };
    const outbound = openOutbound({ logger, lookup: scriptedLookup(['10.11.12.13']).lookup });
    const error = await failureOf(outbound.send(outboundCall({ url: 'https://internal.test/' })));
    expect(JSON.stringify([error.message, error.hint, error.details, String(error.cause)])).not.toContain(
      '10.11.12.13',
    );
    expect(JSON.stringify(logged)).not.toContain('10.11.12.13');
    expect(logged).toHaveLength(1);
  });
});

describe('the environment', () => {
  it('names no proxy that is used', async () => {
    const canary = await startCanary();
    const peer = await startHttpPeer();
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY'])
      vi.stubEnv(name, canary.origin);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    const response = await openOutbound().send(outboundCall({ url: peer.origin }));
    vi.unstubAllEnvs();
    expect(response.status).toBe(200);
    expect(canary.connections()).toBe(0);
  });
});
