import { isIP } from 'node:net';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** The parts of a binding that say where its calls may connect. */
export interface BoundDestinations {
  /** As the owner wrote them: `https://api.example.com`, `http://127.0.0.1:8080`. */
  readonly origins: readonly string[];
  /** CIDRs that names of this binding may resolve into. */
  readonly privateNetworks: readonly string[];
}

/**
 * The networks a call to `url` may connect to beside the public internet: the binding's own CIDRs, and
 * where the owner bound this very origin by its literal address or as `localhost`, that address.
 *
 * The literal of one origin permits nothing to another origin of the same binding: a name bound beside
 * `http://127.0.0.1:8080` still may not resolve to loopback.
 */
export function permittedNetworks(url: URL, bound: BoundDestinations): readonly string[] {
  const own = networksOfHost(bareHost(url.hostname));
  if (own.length === 0 || !bound.origins.some((origin) => originOf(origin) === url.origin))
    return bound.privateNetworks;
  return [...bound.privateNetworks, ...own];
}

/** A host as sockets want it: an IPv6 literal without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

// RFC 6761 section 6.3: `localhost` and every name under it mean loopback.
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function networksOfHost(host: string): readonly string[] {
  if (isLocalhost(host)) return LOOPBACK;
  const version = isIP(host);
  return version === 0 ? [] : [`${host}/${version === 4 ? 32 : 128}`];
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
