import { X509Certificate } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { spkiPin } from '../../src/outbound/index.ts';
import { AUTHORITY, SERVER_TLS } from '../support/lab/certificates.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { scriptedLookup } from '../support/lab/scripted-lookup.ts';
import { failureOf, openOutbound, outboundCall } from './outbound-call.ts';

const PIN = spkiPin(new X509Certificate(SERVER_TLS.cert));
const OTHER_PIN = spkiPin(new X509Certificate(AUTHORITY));
const permitted = { privateNetworks: ['127.0.0.1/32'] };
const lab = (): ReturnType<typeof openOutbound> => openOutbound({ lookup: scriptedLookup(['127.0.0.1']).lookup });

describe('a TLS server', () => {
  it('is believed under the authority the owner named, and asked by the bound name', async () => {
    const names: (string | false)[] = [];
    const peer = await startHttpPeer({
      tls: {
        ...SERVER_TLS,
        SNICallback: (name, callback) => {
          names.push(name);
          callback(null);
        },
      },
    });
    const response = await lab().send(
      outboundCall({ url: `https://api.lab.test:${String(peer.port)}/`, ...permitted, tls: { ca: AUTHORITY } }),
    );
    expect(response.status).toBe(200);
    expect(names).toEqual(['api.lab.test']);
    expect(peer.seen[0]?.headers.host).toBe(`api.lab.test:${String(peer.port)}`);
  });

  it('is believed by its literal address, in IPv4 and IPv6', async () => {
    for (const host of ['127.0.0.1', '::1'] as const) {
      const peer = await startHttpPeer({ tls: SERVER_TLS, host });
      expect((await openOutbound().send(outboundCall({ url: `${peer.origin}/`, tls: { ca: AUTHORITY } }))).status).toBe(
        200,
      );
    }
  });

  it.each([
    ['with an unknown authority', {}, 'api.lab.test'],
    ['whose certificate names another host', { ca: AUTHORITY }, 'other.lab.test'],
    ['whose key is not the pinned one', { ca: AUTHORITY, pins: [OTHER_PIN] }, 'api.lab.test'],
    ['that is pinned but not signed by a known authority', { pins: [PIN] }, 'api.lab.test'],
  ])('%s gets no request', async (_, tls, host) => {
    const peer = await startHttpPeer({ tls: SERVER_TLS });
    const error = await failureOf(
      lab().send(outboundCall({ url: `https://${host}:${String(peer.port)}/`, ...permitted, tls })),
    );
    expect(error.code).toBe('OUTBOUND_TLS_FAILED');
    expect(peer.seen).toEqual([]);
  });

  it('is believed when one of several pins fits', async () => {
    const peer = await startHttpPeer({ tls: SERVER_TLS });
    const tls = { ca: AUTHORITY, pins: [OTHER_PIN, PIN] };
    expect(
      (await lab().send(outboundCall({ url: `https://api.lab.test:${String(peer.port)}/`, ...permitted, tls }))).status,
    ).toBe(200);
  });

  it('that speaks nothing newer than TLS 1.1 gets no request', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const peer = await startHttpPeer({ tls: { ...SERVER_TLS, ...old } });
    const error = await failureOf(
      lab().send(
        outboundCall({ url: `https://api.lab.test:${String(peer.port)}/`, ...permitted, tls: { ca: AUTHORITY } }),
      ),
    );
    expect(error.code).toBe('OUTBOUND_TLS_FAILED');
    expect(peer.seen).toEqual([]);
  });

  it('that speaks no TLS at all gets no request', async () => {
    const peer = await startHttpPeer();
    const error = await failureOf(
      lab().send(outboundCall({ url: `https://api.lab.test:${String(peer.port)}/`, ...permitted })),
    );
    expect(error.code).toBe('OUTBOUND_TLS_FAILED');
    expect(peer.seen).toEqual([]);
  });

  it('is not believed because the environment switches verification off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const peer = await startHttpPeer({ tls: SERVER_TLS });
    const error = await failureOf(
      lab().send(outboundCall({ url: `https://api.lab.test:${String(peer.port)}/`, ...permitted })),
    );
    vi.unstubAllEnvs();
    expect(error.code).toBe('OUTBOUND_TLS_FAILED');
    expect(peer.seen).toEqual([]);
  });

  it('proves itself anew on every connection of every binding', async () => {
    const reused: boolean[] = [];
    const peer = await startHttpPeer({
      tls: SERVER_TLS,
      answer: (_, response) => {
        if (
          response.socket &&
          'isSessionReused' in response.socket &&
          typeof response.socket.isSessionReused === 'function'
        ) {
          reused.push(response.socket.isSessionReused() === true);
        }
        response.setHeader('connection', 'close').end();
      },
    });
    const outbound = openOutbound();
    for (let count = 0; count < 3; count += 1)
      await outbound.send(outboundCall({ url: `${peer.origin}/`, tls: { ca: AUTHORITY } }));
    expect(reused).toEqual([false, false, false]);
  });
});
