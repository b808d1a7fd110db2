import { describe, expect, it } from 'vitest';
import { startCanary, startHttpPeer } from '../support/lab/http-peer.ts';
import { scriptedLookup, type ScriptedAnswer } from '../support/lab/scripted-lookup.ts';
import { failureOf, openOutbound, outboundCall } from './outbound-call.ts';
import { SKIPPED, SSRF_VECTORS } from './ssrf-vectors.ts';

// No test leaves this machine: a permitted 127.0.0.1 plays the public address of the vectors, and ::1 the loopback they forbid.
const PLAYED_BY = new Map([
  ['93.184.216.34', '127.0.0.1'],
  ['127.0.0.1', '::1'],
]);
/** How each call of a scenario ends: one connection per call, so one lookup per call. */
const ENDS = new Map([
  ['rebind second answer private', [200, 'OUTBOUND_ADDRESS_REFUSED']],
  ['empty answer', ['OUTBOUND_UNREACHABLE']],
  ['SERVFAIL then success', ['OUTBOUND_UNREACHABLE', 200]],
  ['TTL 0 flapping over keep-alive', [200, 'OUTBOUND_ADDRESS_REFUSED']],
]);
const REFUSED = ['OUTBOUND_ADDRESS_REFUSED'];

function played(answer: string | readonly string[]): ScriptedAnswer {
  return typeof answer === 'string' ? { code: answer } : answer.map((address) => PLAYED_BY.get(address) ?? address);
}

describe.skipIf(!SSRF_VECTORS)(`the dns_scenarios vectors (${SKIPPED})`, () => {
  it.each(SSRF_VECTORS?.dns_scenarios ?? [])('$name', async ({ name, answers }) => {
    const peer = await startHttpPeer({ answer: (_, response) => void response.setHeader('connection', 'close').end() });
    const canary = await startCanary({ host: '::1', port: peer.port });
    const resolver = scriptedLookup(...answers.map(played));
    const outbound = openOutbound({ lookup: resolver.lookup });
    const ends = ENDS.get(name) ?? REFUSED;

    for (const [index, end] of ends.entries()) {
      const sent = outbound.send(
        outboundCall({ url: `http://named.test:${String(peer.port)}/`, privateNetworks: ['127.0.0.1/32'] }),
      );
      expect(end === 200 ? (await sent).status : (await failureOf(sent)).code).toBe(end);
      expect(resolver.asked).toHaveLength(index + 1);
    }
    expect(canary.connections()).toBe(0);
    expect(peer.seen).toHaveLength(ends.filter((end) => end === 200).length);
  });
});
