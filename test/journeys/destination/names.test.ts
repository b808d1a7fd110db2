import { describe, expect, it } from 'vitest';
import { CANARY, openAgentKit } from '../../support/agent-kit.ts';
import { startCanary, startHttpPeer } from '../../support/lab/http-peer.ts';
import { scriptedLookup, type ScriptedAnswer } from '../../support/lab/scripted-lookup.ts';
import { explainAndCall } from '../../support/tool-calls.ts';
import { forEachSet } from './vectors.ts';

const BEARER = { scheme: 'bearer' };

// No test leaves this machine: a permitted 127.0.0.1 plays the public address, and ::1 the loopback that is forbidden.
const PLAYED_BY = new Map([
  ['93.184.216.34', '127.0.0.1'],
  ['127.0.0.1', '::1'],
]);
/** How the calls of a scenario end, where it is not one call that is refused. */
const ENDS = new Map([
  ['rebind second answer private', ['200', 'OUTBOUND_ADDRESS_REFUSED']],
  ['TTL 0 flapping over keep-alive', ['200', 'OUTBOUND_ADDRESS_REFUSED']],
  ['SERVFAIL then success', ['OUTBOUND_UNREACHABLE', '200']],
  ['empty answer', ['OUTBOUND_UNREACHABLE']],
]);

describe('dns_scenarios', () => {
  forEachSet(({ dns_scenarios: cases }) => {
    it('one lookup for each connection, the whole answer judged, and nothing connected to but it', async () => {
      let resolver = scriptedLookup();
      const kit = await openAgentKit({ outbound: { lookup: (host) => resolver.lookup(host) } });
      for (const { name, answers } of cases) {
        const peer = await startHttpPeer({
          answer: (_, response) => void response.setHeader('connection', 'close').end(),
        });
        const canary = await startCanary({ host: '::1', port: peer.port });
        resolver = scriptedLookup(...answers.map(played));
        const origin = `http://named.test:${String(peer.port)}`;
        await kit.addItem(name, { urls: [origin], auth: BEARER, allowPrivateNetwork: ['127.0.0.1/32'] });

        for (const [index, end] of (ENDS.get(name) ?? ['OUTBOUND_ADDRESS_REFUSED']).entries()) {
          const { code } = await explainAndCall(kit, { item: name, method: 'GET', url: `${origin}/` });
          expect([name, code, resolver.asked.length]).toEqual([name, end, index + 1]);
        }
        expect([name, canary.connections()]).toEqual([name, 0]);
        expect(peer.seen.every(({ headers }) => headers.authorization === `Bearer ${CANARY}`)).toBe(true);
      }
    });
  });
});

describe('the address an owner bound', () => {
  it('is reached in IPv4 and IPv6, and is not opened to another origin of the same item', async () => {
    const v4 = await startHttpPeer();
    const v6 = await startHttpPeer({ host: '::1' });
    const canary = await startCanary();
    const kit = await openAgentKit({ outbound: { lookup: scriptedLookup(['127.0.0.1']).lookup } });
    const beside = `https://public.test:${String(canary.port)}`;
    await kit.addItem('api', { urls: [v4.origin, v6.origin, beside], auth: BEARER });

    const codes = [];
    for (const origin of [v4.origin, v6.origin, beside]) {
      codes.push((await explainAndCall(kit, { item: 'api', method: 'GET', url: `${origin}/` })).code);
    }
    expect(codes).toEqual(['200', '200', 'OUTBOUND_ADDRESS_REFUSED']);
    expect([v4.seen.length, v6.seen.length, canary.connections()]).toEqual([1, 1, 0]);
  });

  it('is refused where it is a door of our own', async () => {
    const door = await startCanary();
    const kit = await openAgentKit({ outbound: { ownListeners: () => [{ address: '0.0.0.0', port: door.port }] } });
    await kit.addItem('api', { urls: [door.origin], auth: BEARER });

    const { code } = await explainAndCall(kit, { item: 'api', method: 'GET', url: `${door.origin}/` });

    expect([code, door.connections()]).toEqual(['OUTBOUND_ADDRESS_REFUSED', 0]);
  });
});

function played(answer: string | readonly string[]): ScriptedAnswer {
  return typeof answer === 'string' ? { code: answer } : answer.map((address) => PLAYED_BY.get(address) ?? address);
}
