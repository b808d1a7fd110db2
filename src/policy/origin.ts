import ipaddr from 'ipaddr.js';
import { getDomain } from 'tldts';

import { KeywardError } from '../core/index.ts';
import { isIpHost, isPlainHostName } from './judge-url.ts';

const WILDCARD = '*.';
// Private suffixes count too: two names under github.io or s3.amazonaws.com have two owners.
const SUFFIX_RULES = { allowPrivateDomains: true, extractHostname: false } as const;

/**
 * Read an origin as its owner wrote it and give its one form: `https://api.example.com`, `https://*.example.com:8443`.
 *
 * Capitals, a default port, one trailing dot and one trailing slash are taken off; international names become
 * A-labels. Throws `ITEM_INVALID` for a path, user information, other schemes, addresses that are never
 * called, and wildcards that reach across a public suffix.
 */
export function parseOrigin(text: string): string {
  const problem = originProblem(text);
  const origin = problem === undefined ? normaliseOrigin(text) : undefined;
  if (origin === undefined)
    throw new KeywardError('ITEM_INVALID', `${problem ?? 'not an origin'}: ${JSON.stringify(text.slice(0, 200))}`);
  return origin;
}

/** Whether an origin of a binding covers the origin of a request. Exact, or on a label boundary for a wildcard. */
export function originCovers(bound: string, origin: string): boolean {
  if (!bound.includes(WILDCARD)) return bound === origin;
  const [scheme, rest] = splitScheme(bound);
  const [requestScheme, host] = splitScheme(origin);
  const suffix = rest.slice(1);
  if (scheme !== requestScheme || !host.endsWith(suffix) || host.length <= suffix.length) return false;
  // *.amazonaws.com must not reach into anybody.s3.amazonaws.com: below a public suffix another owner begins.
  return registrableDomain(host) === registrableDomain(suffix.slice(1));
}

/** The address an origin names, without brackets; undefined when it names a host. */
export function literalAddress(origin: string): string | undefined {
  const { hostname } = new URL(origin.replace(WILDCARD, ''));
  return isIpHost(hostname) ? hostname.replace(/^\[|\]$/g, '') : undefined;
}

/** True for `localhost` (RFC 6761 section 6.3) and private addresses: plain HTTP stays within the owner's networks. */
export function isPrivateOrigin(origin: string): boolean {
  const address = literalAddress(origin);
  if (address !== undefined) return isPrivateAddress(address);
  return /^https?:\/\/(?:[a-z0-9.-]+\.)?localhost(?::[0-9]+)?$/.test(origin);
}

/** What is wrong with an origin as its owner wrote it; undefined when nothing is. */
export function originProblem(text: string): string | undefined {
  if (!/^https?:\/\/[^/?#\s\\@%]+\/?$/i.test(text))
    return 'an origin is https://host or https://host:port, without a path';
  const origin = normaliseOrigin(text);
  if (origin === undefined) return 'the host of an origin is made of letters, digits, hyphens and dots';
  const address = literalAddress(origin);
  if (address !== undefined) return text.includes('*') ? 'an address takes no wildcard' : addressProblem(address);
  if (origin.includes(WILDCARD) && registrableDomain(splitScheme(origin)[1].slice(WILDCARD.length)) === undefined) {
    return 'a wildcard must stand below a registered name';
  }
  return undefined;
}

function normaliseOrigin(text: string): string | undefined {
  const [scheme, rest] = splitScheme(text.replace(/\/$/, ''));
  const wildcard = rest.startsWith(WILDCARD) ? WILDCARD : '';
  const plain = `${scheme.toLowerCase()}${rest.slice(wildcard.length).replace(/\.(?=:[0-9]*$|$)/, '')}`;
  if (!URL.canParse(plain)) return undefined;
  const url = new URL(plain);
  if (url.port === '0' || (!isIpHost(url.hostname) && !isPlainHostName(url.hostname))) return undefined;
  return url.origin.replace('://', `://${wildcard}`);
}

function isPrivateAddress(address: string): boolean {
  return ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'].includes(ipaddr.parse(address).range());
}

// Link-local holds the metadata services of most clouds; the rest cannot be called at all.
function addressProblem(address: string): string | undefined {
  const callable = ipaddr.parse(address).range() === 'unicast' || isPrivateAddress(address);
  return callable ? undefined : 'that address may never be called';
}

function splitScheme(origin: string): readonly [scheme: string, rest: string] {
  const end = origin.indexOf('://') + 3;
  return [origin.slice(0, end), origin.slice(end)];
}

function registrableDomain(hostAndPort: string): string | undefined {
  return getDomain(hostAndPort.replace(/:[0-9]+$/, ''), SUFFIX_RULES) ?? undefined;
}
