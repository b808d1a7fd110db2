import { describe, expect, it } from 'vitest';
import { pointInTime } from '../../src/cli/audit/point-in-time.ts';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

describe('`keyward audit list` and `audit show`', () => {
  it('narrow the trail by host, client, outcome and time, and tell one call whole', async () => {
    const keyward = await startKeyward();
    const upstream = await startHttpPeer();
    const token = await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', upstream.origin, '--auth', 'bearer'],
    });
    const session = await keyward.connect({ token });
    const { content } = await session.call('http_get', { item: 'api', url: `${upstream.origin}/` });
    await session.call('http_get', { item: 'api', url: 'https://elsewhere.example/' });
    const host = `127.0.0.1:${String(upstream.port)}`;

    expect(await keyward.json(['audit', 'list', '--host', host])).toHaveLength(2);
    expect(await keyward.json(['audit', 'list', '--outcome', 'denied'])).toMatchObject([{ type: 'call.denied' }]);
    expect(await keyward.json(['audit', 'list', '--client', 'journey', '--until', '1h'])).toEqual([]);
    expect(await keyward.json(['audit', 'show', String(content['call_id'])])).toMatchObject([
      { type: 'call.intent' },
      { type: 'call.outcome', outcome: { result: 'ok', status: 200 } },
    ]);
    expect(await keyward.cli(['audit', 'show', 'nothing'])).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('a point in time', () => {
  it.each([
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['2026-11-23T21:00', '2026-11-23T21:00:00Z'],
    ['2026-11-23T21:00+02:00', '2026-11-23T19:00:00Z'],
    ['2h', '2026-11-23T10:00:00Z'],
  ])('reads %s', (text, expected) => {
    expect(pointInTime(text, Date.parse('2026-11-23T12:00:00Z'))).toBe(Date.parse(expected));
  });

  it.each(['yesterday', '', '2026', '2026-13-45', '5'])('refuses %j', (text) => {
    expect(() => pointInTime(text, 0)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
