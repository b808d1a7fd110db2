import { isIP } from 'node:net';
import { KeywardError } from '../core/index.ts';

/** Where a server is. */
export type ServerAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'http' | 'https'; readonly host: string; readonly port: number };

const UNIX = 'unix:';
const EXPECTED = 'https://HOST[:PORT], http:// to this machine only, or unix:/PATH';

/**
 * Judge where a client may connect: over a network with TLS only, for what is sent there must reach no other party.
 *
 * Throws `CONFIG_INVALID`.
 */
export function parseServerAddress(text: string): ServerAddress {
  if (text.startsWith(UNIX)) {
    const path = text.slice(UNIX.length).replace(/^\/\/(?=\/)/, '');
    if (!path.startsWith('/')) throw invalid('a local socket has an absolute path');
    return { kind: 'unix', path };
  }
  if (!URL.canParse(text)) throw invalid('the address of the server is not a URL');
  const url = new URL(text);
  const { protocol, hostname, port } = url;
  if (protocol !== 'https:' && protocol !== 'http:') throw invalid('the server is asked over http');
  if (`${url.username}${url.password}${url.pathname}${url.search}${url.hash}` !== '/')
    throw invalid('the address of the server is scheme, host and port alone');
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'http:' && !isLoopback(host)) throw invalid('beyond this machine the server is asked with TLS only');
  const kind = protocol === 'https:' ? 'https' : 'http';
  return { kind, host, port: port === '' ? (kind === 'https' ? 443 : 80) : Number(port) };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function invalid(message: string): KeywardError {
  return new KeywardError('CONFIG_INVALID', message, { hint: `give it as ${EXPECTED}` });
}
