import { expect, it } from 'vitest';
import { silentLogger, systemClock } from '../../src/core/index.ts';
import { createOutbound } from '../../src/outbound/index.ts';
import { AUTHORITY, SERVER_TLS } from '../support/lab/certificates.ts';
import { startConnectProxy } from '../support/lab/connect-proxy.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { scriptedLookup } from '../support/lab/scripted-lookup.ts';
import { failureOf, openOutbound, outboundCall, SECRET } from './outbound-call.ts';

const tls = { ca: AUTHORITY };

it('is asked by name, and the credential goes through its tunnel only within TLS', async () => {
  const peer = await startHttpPeer({ tls: SERVER_TLS });
  const proxy = await startConnectProxy(peer.port);
  const { lookup, asked } = scriptedLookup(['127.0.0.1']);
  const outbound = openOutbound({ egressProxy: { url: proxy.url }, lookup });
  const response = await outbound.send(outboundCall({ url: 'https://api.lab.test/v1', tls }));

  expect(response.status).toBe(200);
  expect(peer.seen[0]?.headers).toMatchObject({ authorization: `Bearer ${SECRET}`, host: 'api.lab.test' });
  expect([proxy.asked, proxy.plain, asked]).toEqual([['api.lab.test:443'], [], []]);
});

it.each([
  ['whose certificate names another host', 'https://other.lab.test/', tls],
  ['whose key is not pinned', 'https://api.lab.test/', { ...tls, pins: ['sha256/other'] }],
  ['with an unknown authority', 'https://api.lab.test/', undefined],
])('leads to no server %s', async (_, url, demands) => {
  const peer = await startHttpPeer({ tls: SERVER_TLS });
  const proxy = await startConnectProxy(peer.port);
  const outbound = openOutbound({ egressProxy: { url: proxy.url } });
  expect((await failureOf(outbound.send(outboundCall({ url, tls: demands })))).code).toBe('OUTBOUND_TLS_FAILED');
  expect(peer.seen).toEqual([]);
});

it.each([
  'http://named.test/',
  'http://93.184.216.34/',
  'https://169.254.169.254/',
  'https://10.0.0.1/',
  'http://[::ffff:127.0.0.1]/',
])('is not asked for %s', async (url) => {
  const peer = await startHttpPeer();
  const proxy = await startConnectProxy(peer.port);
  const outbound = openOutbound({ egressProxy: { url: proxy.url } });
  expect((await failureOf(outbound.send(outboundCall({ url, origins: [] })))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
  expect([proxy.asked, proxy.plain, peer.seen]).toEqual([[], [], []]);
});

it('is not asked for a bound loopback origin, which would mean its own', async () => {
  const peer = await startHttpPeer();
  const proxy = await startConnectProxy(peer.port);
  const outbound = openOutbound({ egressProxy: { url: proxy.url }, lookup: scriptedLookup(['127.0.0.1']).lookup });
  for (const host of ['127.0.0.1', 'localhost']) {
    expect((await outbound.send(outboundCall({ url: `http://${host}:${String(peer.port)}/` }))).status).toBe(200);
  }
  expect(proxy.asked).toEqual([]);
});

it('that refuses the tunnel makes the service unreachable', async () => {
  const proxy = await startConnectProxy(1, 403);
  const error = await failureOf(
    openOutbound({ egressProxy: { url: proxy.url } }).send(outboundCall({ url: 'https://api.lab.test/' })),
  );
  expect(error.code).toBe('OUTBOUND_UNREACHABLE');
});

it.each(['proxy.test:3128', 'socks5://127.0.0.1', 'http://', ''])('cannot be %j', (url) => {
  const create = (): unknown => createOutbound({ logger: silentLogger, clock: systemClock, egressProxy: { url } });
  expect(create).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
