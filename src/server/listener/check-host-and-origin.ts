import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { quoteUntrusted } from '../../core/index.ts';
import type { ListenRules } from './listen-rules.ts';
import type { Remote } from './route.ts';

export type Source =
  | { readonly kind: 'known'; readonly remote: Remote }
  /** `host`: what the request named, for the sentence of the refusal; absent where the name was not the cause. */
  | { readonly kind: 'refused'; readonly status: 400 | 403; readonly host?: string };

/**
 * Where a request comes from, refused when its `Host` or `Origin` is not on the list. A page of any site can make a
 * browser ask 127.0.0.1, also under that site's own name (DNS rebinding): the browser names both truly. With `anyHost`
 * the name does not matter.
 */
export function judgeSource(incoming: IncomingMessage, rules: ListenRules, anyHost: boolean): Source {
  const { host = '', origin } = incoming.headers;
  // RFC 9112, section 3.2: a proxy in front may have judged the one that Node dropped.
  if (countOf(incoming, 'host') !== 1) return { kind: 'refused', status: 400 };
  const name = hostNameOf(host);
  if (!anyHost && (name === undefined || !rules.hosts.has(name))) return { kind: 'refused', status: 403, host };
  const address = addressOf(incoming, rules);
  if (origin === undefined) return { kind: 'known', remote: { address } };
  if (!rules.origins.has(origin)) return { kind: 'refused', status: 403 };
  return { kind: 'known', remote: { address, origin } };
}

/** What a refused client reads: mostly it is an operator who has not told the server its name. */
export function foreignHostSentence(host: string): string {
  const name = hostNameOf(host);
  const hint = name === undefined ? '' : `; its operator allows it with --allow-host ${name}`;
  return `the Host ${quoteUntrusted(host)} is not one of this server${hint}`;
}

function countOf({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
}

const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/i;

// RFC 1035, section 2.3.4: no name is longer than 255, and with it no sentence of ours.
const MAX_HOST_CHARS = 262;

function hostNameOf(host: string): string | undefined {
  if (host.length > MAX_HOST_CHARS || !HOST.test(host)) return undefined;
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
