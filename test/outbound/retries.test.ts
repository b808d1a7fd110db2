import { describe, expect, it } from 'vitest';
import { KeywardError, systemClock } from '../../src/core/index.ts';
import type { Attempt, OutboundDeps } from '../../src/outbound/index.ts';
import { startHttpPeer, type HttpPeer } from '../support/lab/http-peer.ts';
import { failureOf, openOutbound, outboundCall, SECRET } from './outbound-call.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);

/** Answers with the first status as often as said, then with 200. */
function overloaded(
  times: number,
  status = 429,
  headers: Readonly<Record<string, string>> = { 'retry-after': '1' },
): Promise<HttpPeer> {
  let asked = 0;
  return startHttpPeer({
    answer: (_, response) => void response.writeHead((asked += 1) > times ? 200 : status, headers).end(),
  });
}

/** An outbound that does not wait, and remembers how long it would have. */
function impatient(): { outbound: ReturnType<typeof openOutbound>; waits: number[] } {
  const waits: number[] = [];
  const deps: Partial<OutboundDeps> = {
    clock: { ...systemClock, now: () => NOW },
    sleep: (ms) => Promise.resolve(waits.push(ms)),
  };
  return { outbound: openOutbound(deps), waits };
}

describe('an answer that asks to come again', () => {
  it.each([429, 503])('with %i is followed, and every attempt is told before it is sent', async (status) => {
    const peer = await overloaded(2, status);
    const { outbound, waits } = impatient();
    const told: [Attempt, number][] = [];
    const onAttempt = (attempt: Attempt): Promise<void> => Promise.resolve(void told.push([attempt, peer.seen.length]));
    const response = await outbound.send(outboundCall({ url: `${peer.origin}/v1/a?q=1`, onAttempt }));

    expect([response.status, response.attempts, waits]).toEqual([200, 3, [1_000, 1_000]]);
    const common = { method: 'GET', origin: peer.origin, path: '/v1/a' };
    expect(told).toEqual([
      [{ number: 1, reason: 'first', ...common }, 0],
      [{ number: 2, reason: 'retry', ...common }, 1],
      [{ number: 3, reason: 'retry', ...common }, 2],
    ]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('is followed for %s', async (method) => {
    const peer = await overloaded(1);
    expect((await impatient().outbound.send(outboundCall({ url: peer.origin, method }))).status).toBe(200);
  });

  it.each(['POST', 'PATCH'])('is handed back for %s, which may not be repeated', async (method) => {
    const peer = await overloaded(1);
    const response = await impatient().outbound.send(outboundCall({ url: peer.origin, method }));
    expect([response.status, peer.seen.length]).toEqual([429, 1]);
  });

  it('sends the same body again', async () => {
    const peer = await overloaded(1);
    const body = { bytes: Buffer.from('{"a":1}'), contentType: 'application/json' };
    await impatient().outbound.send(outboundCall({ url: peer.origin, method: 'PUT', body }));
    expect(peer.seen.map((seen) => seen.body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('is given up after two retries', async () => {
    const peer = await overloaded(10);
    const response = await impatient().outbound.send(outboundCall({ url: peer.origin }));
    expect([response.status, response.attempts, peer.seen.length]).toEqual([429, 3, 3]);
  });

  it('may name a date', async () => {
    const peer = await overloaded(1, 503, { 'retry-after': 'Mon, 23 Nov 2026 12:00:03 GMT' });
    const { outbound, waits } = impatient();
    expect((await outbound.send(outboundCall({ url: peer.origin }))).status).toBe(200);
    expect(waits).toEqual([3_000]);
  });

  it('may name a date that has passed', async () => {
    const peer = await overloaded(1, 503, { 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' });
    const { outbound, waits } = impatient();
    expect((await outbound.send(outboundCall({ url: peer.origin }))).status).toBe(200);
    expect(waits).toEqual([0]);
  });

  it.each([
    {},
    { 'retry-after': '' },
    { 'retry-after': '-1' },
    { 'retry-after': '1.5' },
    { 'retry-after': 'soon' },
    { 'retry-after': '2026-11-23' },
    { 'retry-after': '5' },
    { 'retry-after': '99999999999' },
  ])('is handed back with %j, which names no time within the deadline', async (headers) => {
    const peer = await overloaded(1, 429, headers);
    const response = await impatient().outbound.send(
      outboundCall({ url: peer.origin, limits: { timeoutMs: 5_000, maxResponseBytes: 1_000 } }),
    );
    expect([response.status, peer.seen.length]).toEqual([429, 1]);
  });

  it.each([500, 502, 504, 408])('is not what %i does', async (status) => {
    const peer = await overloaded(1, status);
    const response = await impatient().outbound.send(outboundCall({ url: peer.origin }));
    expect([response.status, peer.seen.length]).toEqual([status, 1]);
  });

  it('is not waited for when the caller goes away', async () => {
    const peer = await overloaded(1);
    const controller = new AbortController();
    const sleep: OutboundDeps['sleep'] = (_, signal) => {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('woken')));
        controller.abort();
      });
    };
    const error = await failureOf(
      openOutbound({ sleep }).send(outboundCall({ url: peer.origin, signal: controller.signal })),
    );
    expect([error.code, peer.seen.length]).toEqual(['OUTBOUND_CANCELLED', 1]);
  });
});

describe('an attempt', () => {
  it('that cannot be recorded is not sent, and the reason is thrown as it is', async () => {
    const peer = await overloaded(1);
    const unwritable = new KeywardError('AUDIT_UNWRITABLE', 'the audit trail cannot be written');
    const onAttempt = ({ number }: Attempt): Promise<void> =>
      number === 2 ? Promise.reject(unwritable) : Promise.resolve();
    const error = await failureOf(impatient().outbound.send(outboundCall({ url: peer.origin, onAttempt })));
    expect(error).toBe(unwritable);
    expect(peer.seen).toHaveLength(1);
  });

  it('is not sent when the call ended while it was recorded', async () => {
    const peer = await startHttpPeer();
    const controller = new AbortController();
    const onAttempt = (): Promise<void> => Promise.resolve(controller.abort());
    const error = await failureOf(
      openOutbound().send(outboundCall({ url: peer.origin, onAttempt, signal: controller.signal })),
    );
    expect([error.code, peer.connections()]).toEqual(['OUTBOUND_CANCELLED', 0]);
  });

  it('is told for each redirect hop, without query or credential', async () => {
    const peer = await startHttpPeer({
      answer: ({ path }, response) =>
        path.startsWith('/b') ? response.end() : response.writeHead(302, { location: '/b?c=d' }).end(),
    });
    const told: Attempt[] = [];
    const onAttempt = (attempt: Attempt): Promise<void> => Promise.resolve(void told.push(attempt));
    await openOutbound().send(
      outboundCall({ url: `${peer.origin}/a`, auth: 'query:key', onAttempt, redirects: { max: 1, judge: () => true } }),
    );
    expect(told.map(({ number, reason, path }) => [number, reason, path])).toEqual([
      [1, 'first', '/a'],
      [2, 'redirect', '/b'],
    ]);
    expect(JSON.stringify(told)).not.toContain(SECRET);
  });
});
