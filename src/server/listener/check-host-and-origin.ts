import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { ListenRules } from './listen-rules.ts';
import type { Remote } from './route.ts';

/**
 * Where a request comes from; undefined when its `Host` or `Origin` is not on the list. A page of any site can make a
 * browser ask 127.0.0.1, also under that site's own name (DNS rebinding): the browser names both truly.
 */
export function judgeSource(incoming: IncomingMessage, rules: ListenRules): Remote | undefined {
  const { host, origin } = incoming.headers;
  const name = host === undefined ? undefined : hostNameOf(host);
  if (name === undefined || !rules.hosts.has(name)) return undefined;
  const address = addressOf(incoming, rules);
  if (origin === undefined) return { address };
  return rules.origins.has(origin) ? { address, origin } : undefined;
}

const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/i;

function hostNameOf(host: string): string | undefined {
  if (!HOST.test(host)) return undefined;
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

// Only the last hop was written by the proxy in front of us; all before it is the client's own word.
function addressOf({ headers, socket }: IncomingMessage, { behindProxy, address }: ListenRules): string {
  const forwarded = behindProxy
    ? [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim()
    : undefined;
  if (forwarded !== undefined && isIP(forwarded) !== 0) return plain(forwarded);
  return address.kind === 'unix' ? 'unix' : plain(socket.remoteAddress ?? 'unknown');
}

function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}
