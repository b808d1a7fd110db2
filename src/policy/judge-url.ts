import { isIP } from 'node:net';

import { REQUEST_LIMITS } from './limits.ts';
import { refuse, type Refusal } from './refusal.ts';

type JudgedUrl = { readonly kind: 'url'; readonly url: URL } | Refusal;

/**
 * Judge a raw URL strictly and parse it once (security reference E-2 and E-3). Everything two parsers could read
 * differently is refused before the parser sees it, so that the parsed host is the host a person would read.
 */
export function judgeUrl(raw: string): JudgedUrl {
  if (raw.length > REQUEST_LIMITS.urlChars) {
    return refuse('POLICY_REQUEST_TOO_LARGE', `the URL is longer than ${REQUEST_LIMITS.urlChars} characters`);
  }
  // Tabs and line ends are dropped, and backslashes turned, by the URL standard but not by other parsers.
  if (!/^[\x21-\x5b\x5d-\x7e]*$/.test(raw)) {
    return refuseUrl('the URL must be plain ASCII without spaces, control characters or backslashes');
  }
  const authority = /^https?:\/\/([^/?#]+)/i.exec(raw)?.[1];
  if (authority === undefined) return refuseUrl('the URL must start with http:// or https:// and a host');
  if (authority.includes('@')) return refuseUrl('the URL must not carry a user name or password');
  if (authority.includes('%')) return refuseUrl('the host must not be percent-encoded');
  if (!URL.canParse(raw)) return refuseUrl('the URL cannot be parsed');

  const url = new URL(raw);
  // Evaluated with the rest, never sent (RFC 9110 section 7.1), so not part of the one form.
  url.hash = '';
  return judgeAuthority(authority, url);
}

/** True when a URL's host name, as `URL` gives it, is an IP address. */
export function isIpHost(hostname: string): boolean {
  return hostname.startsWith('[') || isIP(hostname) !== 0;
}

/** True for letters, digits and hyphens in labels of 1 to 63, at most 253 together (RFC 1123 section 2.1). */
export function isPlainHostName(host: string): boolean {
  return host.length <= 253 && host.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
}

function judgeAuthority(authority: string, url: URL): JudgedUrl {
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (port === '') return refuseUrl('the port is empty');
  if (url.port === '0') return refuseUrl('port 0 cannot be called');
  const rawHost = port === undefined ? authority : authority.slice(0, -port.length - 1);
  // 2130706433, 0x7f.1 and 127.0.0.1. are all 127.0.0.1 after parsing: only the plain form is taken.
  if (rawHost.toLowerCase() !== url.hostname) return refuseUrl('the host must be written in its plain form');
  if (!isIpHost(url.hostname) && !isPlainHostName(url.hostname)) {
    return refuseUrl('the host must be made of letters, digits, hyphens and single dots');
  }
  return { kind: 'url', url };
}

function refuseUrl(reason: string): Refusal {
  return refuse('POLICY_URL_REFUSED', reason);
}
