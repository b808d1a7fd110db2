import { expect, it } from 'vitest';
import { addressRefused } from '../../src/outbound/address-guard.ts';
import { createGuardedConnector } from '../../src/outbound/guarded-connector.ts';
import { tlsOptions } from '../../src/outbound/tls-options.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { scriptedLookup } from '../support/lab/scripted-lookup.ts';

it('lets go of a peer that is refused only once it is reached', async () => {
  const peer = await startHttpPeer();
  const judged: (string | undefined)[] = [];
  const connect = createGuardedConnector({
    guard: (address) => (judged.push(address) > 1 ? addressRefused() : undefined),
    lookup: scriptedLookup(['127.0.0.1']).lookup,
    tls: tlsOptions(),
    connectMs: 1_000,
  });
  const options = { hostname: 'named.test', host: 'named.test', protocol: 'http:', port: String(peer.port) };

  const [error, socket] = await new Promise<[Error | null, unknown]>((resolve) =>
    connect(options, (...outcome) => resolve(outcome)),
  );
  expect([error, socket]).toEqual([addressRefused(), null]);
  expect(judged).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(peer.seen).toEqual([]);
});

it('states every TLS setting, so that no flag or variable fills a gap', () => {
  expect(tlsOptions()).toMatchObject({ minVersion: 'TLSv1.2', rejectUnauthorized: true });
});
