import { describe, expect, it } from 'vitest';
import { openAgentKit, type AgentKit } from '../../support/agent-kit.ts';
import { startConnectProxy } from '../../support/lab/connect-proxy.ts';
import { SERVER_TLS } from '../../support/lab/certificates.ts';
import { startHttpPeer } from '../../support/lab/http-peer.ts';
import { startTrap, type Trap } from '../../support/lab/trap.ts';
import { callTool, explainAndCall, type Met } from '../../support/tool-calls.ts';
import { forEachSet } from './vectors.ts';

const BEARER = { scheme: 'bearer' };
const EVERYTHING = ['read-write /**'];
const REFUSED_AS_WRITTEN = /^(?:POLICY_(?:URL_REFUSED|ORIGIN_NOT_BOUND|PLACEHOLDER_REFUSED|PATH_REFUSED)|NOT_A_CALL)$/;

describe('ip_classify', () => {
  forEachSet(({ ip_classify: cases }) => {
    it('a name that resolves to a refused address is not connected to, and the refusal does not tell the address', async () => {
      const trap = await startTrap();
      let answer = '';
      const kit = await openAgentKit({ outbound: { lookup: async () => [{ address: answer }] } });
      const origin = `https://name.test:${String(trap.port)}`;
      await kit.addItem('api', { urls: [origin], auth: BEARER, allow: EVERYTHING });

      for (const { ip } of cases.filter((each) => each.expect === 'deny')) {
        answer = ip;
        const met = await get(kit, `${origin}/`);
        expect([ip, met.code]).toEqual([ip, 'OUTBOUND_ADDRESS_REFUSED']);
        expect(saidOf(met)).not.toContain(ip);
      }
      expect(trap.connections()).toBe(0);
    });

    // No test leaves this machine: a proxy on loopback sees that the tunnel would have been opened.
    it('a global unicast address that its owner bound is let through', async () => {
      const peer = await startHttpPeer({ tls: SERVER_TLS });
      const proxy = await startConnectProxy(peer.port);
      const kit = await openAgentKit({ outbound: { egressProxy: { url: proxy.url } } });
      const hosts = new Set(
        cases
          .filter((each) => each.expect === 'allow')
          .map(({ ip }) => new URL(ip.includes(':') ? `https://[${ip}]` : `https://${ip}`).hostname),
      );
      await kit.addItem('api', { urls: [...hosts].map((host) => `https://${host}`), auth: BEARER });

      for (const host of hosts) await get(kit, `https://${host}/`);

      expect(proxy.asked).toEqual([...hosts].map((host) => `${host}:443`));
      expect(peer.seen).toEqual([]);
    });
  });
});

describe('url_literal', () => {
  forEachSet(({ url_literal: cases }) => {
    it('no written form leads an item anywhere but to its own origin', async () => {
      const { trap, kit } = await openTrapped();
      // Private networks are open, so that nothing but the policy stands between these URLs and the trap.
      const privateNetworks = ['127.0.0.0/8', '::1/128'];
      const flags = { auth: BEARER, allow: EVERYTHING, allowPrivateNetwork: privateNetworks };
      await kit.addItem('api', { urls: ['https://api.example.com'], ...flags });

      for (const { url } of cases) {
        const { content } = await callTool(kit, 'http_get', { item: 'api', url });
        expect([url, content['code']]).toEqual([url, expect.stringMatching(REFUSED_AS_WRITTEN)]);
        // With its port the URL would really reach the trap.
        const near = withPort(url, trap.port);
        expect([near, (await get(kit, near)).code]).toEqual([near, expect.stringMatching(REFUSED_AS_WRITTEN)]);
      }
      expect([trap.asked, trap.connections()]).toEqual([[], 0]);
    });

    it('a name that its owner bound is refused where it leads to loopback, however public it looks', async () => {
      const { trap, kit } = await openTrapped();
      const hosts = cases.filter((each) => each.expect === 'dns').map(({ url }) => new URL(url).hostname);
      const names = [...new Set(hosts)];
      await kit.addItem('api', { urls: names.map((name) => httpsAt(name, trap)), auth: BEARER });

      for (const name of names) {
        expect([name, (await get(kit, `${httpsAt(name, trap)}/`)).code]).toEqual([name, 'OUTBOUND_ADDRESS_REFUSED']);
      }
      expect([trap.asked, trap.connections()]).toEqual([names, 0]);
    });
  });
});

describe('allowlist_confusion', () => {
  forEachSet(({ allowlist_confusion: { cases } }) => {
    it('every connection is opened to the bound host and port, seen by the proxy it goes through', async () => {
      const { trap, kit, proxy, peer } = await openProxied();
      await kit.addItem('api', { urls: ['https://api.example.com'], auth: BEARER, allow: EVERYTHING });

      for (const { url, expect: expected } of cases) {
        const before = proxy.asked.length;
        const { code } = await get(kit, url);
        const asked = proxy.asked.slice(before);
        if (expected === 'block' || hasEmptySegment(url)) {
          expect([url, asked, code]).toEqual([url, [], expect.stringMatching(REFUSED_AS_WRITTEN)]);
        } else {
          // The peer behind the proxy has no certificate for that name, so the credential stays here.
          expect([url, asked, code]).toEqual([url, ['api.example.com:443'], 'OUTBOUND_TLS_FAILED']);
        }
      }
      expect([peer.seen, proxy.plain, trap.asked, trap.connections()]).toEqual([[], [], [], 0]);
    });
  });
});

describe('hostport', () => {
  forEachSet(({ hostport: cases }) => {
    it('an authority is read as the one host and port a person reads, or refused', async () => {
      const { kit, proxy, peer } = await openProxied();
      const bound = ['example.net', 'example.net:1337', 'xn--jv8h.example.com:123'];
      await kit.addItem('api', { urls: bound.map((host) => `https://${host}`), auth: BEARER });

      for (const { input, host, port } of cases) {
        const before = proxy.asked.length;
        await get(kit, `https://${input}/`);
        // The source asks for a port; a URL does without.
        const read = port === 'NoPort' ? `${input}:443` : `${host}:${port}`;
        const isPlain =
          /^(?:[a-z]+\.net|xn--jv8h\.example\.com)(?::[0-9]{2,5})?$/i.test(input) && !input.includes('91337');
        expect([input, proxy.asked.slice(before)]).toEqual([input, isPlain ? [read] : []]);
      }
      expect([peer.seen, proxy.plain]).toEqual([[], []]);
    });
  });
});

describe('an address that its owner bound', () => {
  it('is taken in its plain form alone', async () => {
    const peer = await startHttpPeer();
    const kit = await openAgentKit();
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER });
    const port = String(peer.port);
    const hosts = [
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '127.0.0.1.',
      '%31%32%37.0.0.1',
      '１２７.0.0.1',
      'x@127.0.0.1',
      '[::ffff:127.0.0.1]',
    ];

    for (const host of hosts) {
      const { code } = await get(kit, `http://${host}:${port}/`);
      expect([host, code]).toEqual([host, expect.stringMatching(REFUSED_AS_WRITTEN)]);
    }
    expect(peer.connections()).toBe(0);
    expect((await get(kit, `${peer.origin}/`)).code).toBe('200');
  });
});

describe('a wildcard', () => {
  it('covers whole labels below its name, and does not reach across a public suffix', async () => {
    const { kit, proxy, peer } = await openProxied();
    const urls = ['https://*.api.example.com', 'https://*.amazonaws.com'];
    await kit.addItem('api', { urls, auth: BEARER });
    const inside = ['a.api.example.com', 'a.b.api.example.com', 'sts.amazonaws.com'];
    const outside = [
      'api.example.com',
      'xapi.example.com',
      'a.example.com',
      'a.api.example.com.evil.test',
      'anybody.s3.amazonaws.com',
    ];

    for (const host of outside)
      expect([host, (await get(kit, `https://${host}/`)).code]).toEqual([host, 'POLICY_ORIGIN_NOT_BOUND']);
    for (const host of inside) await get(kit, `https://${host}/`);

    expect(proxy.asked).toEqual(inside.map((host) => `${host}:443`));
    expect(peer.seen).toEqual([]);
  });
});

async function get(kit: AgentKit, url: string): Promise<Met> {
  return explainAndCall(kit, { item: 'api', method: 'GET', url });
}

function saidOf({ answer: { content } }: Met): string {
  return JSON.stringify([content['reason'], content['hint'], content['nearest']]);
}

async function openTrapped(): Promise<{ readonly trap: Trap; readonly kit: AgentKit }> {
  const trap = await startTrap();
  return { trap, kit: await openAgentKit({ outbound: { lookup: trap.lookup } }) };
}

async function openProxied() {
  const trap = await startTrap();
  const peer = await startHttpPeer({ tls: SERVER_TLS });
  const proxy = await startConnectProxy(peer.port);
  const kit = await openAgentKit({ outbound: { lookup: trap.lookup, egressProxy: { url: proxy.url } } });
  return { trap, peer, proxy, kit };
}

function httpsAt(name: string, { port }: Trap): string {
  return `https://${name}:${String(port)}`;
}

/** The same URL with another port, as text: whatever stands in it stays as odd as it is. */
function withPort(url: string, port: number): string {
  return url.replace(/^([a-z]*:?\/\/)([^/?#]*?)(?::[0-9]*)?(?=[/?#]|$)/i, `$1$2:${String(port)}`);
}

// The section judges hosts; a path with empty segments is refused on whatever host.
function hasEmptySegment(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.includes('//');
}
