import { KeywardError } from '../core/index.ts';
import type { OutboundRequest } from './outbound-request.ts';
import { placeBody } from './place-body.ts';
import { placePath } from './place-path.ts';
import { isReservedHeader } from './reserved-headers.ts';
import type { Placement } from './schemes/index.ts';

/** A request with its credential in place, as undici takes it. */
export interface WireRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Uint8Array | null;
}

const METHODS = new Set(
  'GET HEAD POST PUT PATCH DELETE OPTIONS PROPFIND PROPPATCH REPORT SEARCH QUERY MKCOL MKCALENDAR LOCK UNLOCK ACL'
    .split(' ')
    .concat('VERSION-CONTROL', 'CHECKOUT', 'CHECKIN', 'UNCHECKOUT', 'LABEL'),
);

/**
 * Join a judged request and its placement. The policy has refused these things before; this is the
 * last look, because each of them would carry the credential past a guarantee of this module.
 *
 * Throws `POLICY_METHOD_NOT_ALLOWED` (TRACE gives the credential back), `POLICY_URL_REFUSED`,
 * `POLICY_HEADER_REFUSED`, `POLICY_QUERY_NOT_ALLOWED` and `POLICY_BODY_NOT_ALLOWED` (a second value beside the
 * credential's own), and `POLICY_PATH_NOT_ALLOWED` (a path without the credential's segment).
 */
export function wireRequest(request: OutboundRequest, placement: Placement): WireRequest {
  const { method, url } = request;
  if (!METHODS.has(method)) throw new KeywardError('POLICY_METHOD_NOT_ALLOWED', 'the method is not supported');
  assertPlainUrl(url);
  const path = placePath(url.pathname, placement.path) + searchOf(url.search, placement.query);
  const body = placeBody(request, placement);
  return {
    method,
    origin: url.origin,
    path,
    headers: headersOf({ ...request, body }, placement),
    body: body?.bytes ?? null,
  };
}

/** The search part without the parameter the credential is placed in, for redirects that repeat it. */
export function withoutParameter(search: string, name: string): string {
  const remaining = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && parameterName(part) !== name);
  return remaining.length === 0 ? '' : `?${remaining.join('&')}`;
}

function assertPlainUrl(url: URL): void {
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  if (isHttp && url.username === '' && url.password === '') return;
  throw new KeywardError('POLICY_URL_REFUSED', 'the URL must be http or https');
}

// Appended as text: URLSearchParams would rewrite the part of the query that was judged.
function searchOf(search: string, query: Placement['query'] = []): string {
  if (query.length === 0) return search;
  const plain = withoutEmptyParts(search);
  const names = query.map(([name]) => name);
  if (names.some((name) => withoutParameter(search, name) !== plain) || new Set(names).size < names.length) {
    throw new KeywardError('POLICY_QUERY_NOT_ALLOWED', 'the query parameter of the credential is set by Keyward alone');
  }
  const placed = query.map(([name, value]) => `${name}=${value}`).join('&');
  return `${search}${search === '' ? '?' : '&'}${placed}`;
}

function withoutEmptyParts(search: string): string {
  const parts = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '');
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function parameterName(part: string): string {
  const [[name] = ['']] = new URLSearchParams(part);
  return name;
}

function headersOf({ headers, body }: OutboundRequest, placement: Placement): string[] {
  const flat: string[] = [];
  const seen = new Set<string>();
  for (const [name, value] of placement.headers ?? []) {
    if (isReservedHeader(name)) throw headerRefused();
    add(name, value);
  }
  for (const [name, value] of headers) {
    if (isReservedHeader(name.toLowerCase())) throw headerRefused();
    add(name.toLowerCase(), value);
  }
  if (body && !seen.has('content-type')) add('content-type', body.contentType);
  if (!seen.has('user-agent')) add('user-agent', 'keyward');
  // A coding would hide a reflected secret from the scrubber and can be a bomb.
  add('accept-encoding', 'identity');
  return flat;

  function add(name: string, value: string): void {
    if (seen.has(name)) throw headerRefused();
    seen.add(name);
    flat.push(name, value);
  }
}

function headerRefused(): KeywardError {
  return new KeywardError('POLICY_HEADER_REFUSED', 'the request sets a header that Keyward sets itself');
}
