import { isIP } from 'node:net';
import { KeywardError } from '../../core/index.ts';

export interface ListenInput {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly socket?: string | undefined;
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined;
  readonly behindProxy?: boolean | undefined;
  /** Host names by which clients reach the server, beside those it has anyway. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Origins of web pages that may talk to it; none is allowed otherwise. */
  readonly allowOrigins?: readonly string[] | undefined;
}

/** Where the server listens, and by which names it may be asked. */
export interface ListenRules {
  readonly address:
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
    | { readonly kind: 'unix'; readonly path: string };
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  /** The last hop in X-Forwarded-For is then the remote address. */
  readonly behindProxy: boolean;
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

const DEFAULT_PORT = 7117;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Judge where a server may listen: a token must not cross a network in clear, so anything but loopback and a local
 * socket needs TLS, or the operator's word that a proxy in front of it has TLS.
 *
 * Throws `CONFIG_INVALID`.
 */
export function parseListenRules(input: ListenInput): ListenRules {
  const { host = '127.0.0.1', port = DEFAULT_PORT, socket, tls, behindProxy = false } = input;
  const allowHosts = (input.allowHosts ?? []).map(hostName);
  const origins = new Set((input.allowOrigins ?? []).map(webOrigin));
  const common = { behindProxy, origins, ...(tls === undefined ? {} : { tls }) };
  if (socket !== undefined) {
    if (input.host !== undefined || input.port !== undefined || tls !== undefined)
      throw invalid('a local socket has neither host, port nor TLS');
    return { ...common, address: { kind: 'unix', path: socket }, hosts: new Set([...LOOPBACK_NAMES, ...allowHosts]) };
  }
  if (!isLoopback(host)) assertShielded({ host, tls, behindProxy, allowHosts });
  const own = isLoopback(host) ? [...LOOPBACK_NAMES, hostName(host)] : isWildcard(host) ? [] : [hostName(host)];
  return { ...common, address: { kind: 'tcp', host, port }, hosts: new Set([...own, ...allowHosts]) };
}

interface Shield extends Pick<ListenInput, 'tls' | 'behindProxy'> {
  readonly host: string;
  readonly allowHosts: readonly string[];
}

function assertShielded({ host, tls, behindProxy, allowHosts }: Shield): void {
  if (tls === undefined && behindProxy !== true) {
    throw invalid('beyond loopback, tokens would cross the network in clear', {
      hint: 'give --tls-cert and --tls-key, or say --behind-proxy when a proxy in front does TLS',
    });
  }
  if ((isWildcard(host) || behindProxy === true) && allowHosts.length === 0) {
    throw invalid('say by which name clients reach this server', { hint: 'give --allow-host NAME' });
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

// As a URL has it: lower case, IPv6 in brackets and in its short form.
function hostName(host: string): string {
  const isAddress = isIP(host) === 6;
  const url = isAddress ? `http://[${host}]` : `http://${host}`;
  const name = URL.canParse(url) && (isAddress || !host.includes(':')) ? new URL(url) : undefined;
  if (name === undefined || `${name.pathname}${name.search}${name.hash}${name.username}` !== '/')
    throw invalid('a host is a name or an address, without a port');
  return name.hostname;
}

function webOrigin(text: string): string {
  const { origin } = URL.canParse(text) ? new URL(text) : { origin: 'null' };
  if (origin === 'null' || origin !== text.toLowerCase()) throw invalid('an origin reads like https://app.example.com');
  return origin;
}

function invalid(message: string, options?: { readonly hint: string }): KeywardError {
  return new KeywardError('CONFIG_INVALID', message, options);
}
