import { isMethodOverride } from './judge-method.ts';
import { REQUEST_LIMITS } from './limits.ts';
import { refuse, type Refusal } from './refusal.ts';
import { fieldPairs, type Fields, type Scalar } from './request.ts';

type JudgedQuery = { readonly kind: 'query'; readonly url: URL; readonly names: readonly string[] } | Refusal;

/** Judge the query, which may stand in the URL or apart but not in both, and name its parameters. */
export function judgeQuery(url: URL, apart: Fields | undefined): JudgedQuery {
  const pairs = fieldPairs(apart ?? {});
  if (pairs.length > 0 && url.search !== '') {
    return refuse('POLICY_REQUEST_INVALID', 'give query parameters in the URL or in query, not in both');
  }
  if (pairs.length > 0) {
    const search = serialise(pairs);
    if (search === undefined)
      return refuse('POLICY_REQUEST_INVALID', 'a query parameter is not valid Unicode or a finite number');
    url.search = search;
  }
  if (url.href.length > REQUEST_LIMITS.urlChars) {
    return refuse(
      'POLICY_REQUEST_TOO_LARGE',
      `the URL with its query is longer than ${REQUEST_LIMITS.urlChars} characters`,
    );
  }
  return nameParameters(url);
}

function serialise(pairs: readonly (readonly [string, Scalar])[]): string | undefined {
  const sendable = pairs.every(([name, value]) => name.isWellFormed() && isSendable(value));
  if (!sendable) return undefined;
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function isSendable(value: Scalar): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value === 'boolean' || Number.isFinite(value);
}

function nameParameters(url: URL): JudgedQuery {
  const parts = url.search.slice(1).split('&');
  const names = new Set<string>();
  // Some servers also split at ";", so what follows one counts as a name too.
  for (const piece of parts.flatMap((part) => (part.includes(';') ? [part, ...part.split(';')] : [part]))) {
    const decoded = decodeParameter(piece);
    if (decoded === undefined) return refuse('POLICY_REQUEST_INVALID', 'the query is not valid percent-encoded UTF-8');
    // Servers written in C end the text there, and the name is another one.
    if (decoded.includes('\0')) return refuse('POLICY_REQUEST_INVALID', 'the query must not hold NUL');
    if (piece !== '') names.add(decodeParameter(piece.replace(/=.*$/s, '')) ?? decoded);
  }
  if (names.size > REQUEST_LIMITS.queryParameters || parts.length > REQUEST_LIMITS.queryParameters) {
    return refuse('POLICY_REQUEST_TOO_LARGE', `the query has more than ${REQUEST_LIMITS.queryParameters} parameters`);
  }
  if ([...names].some(isMethodOverride)) {
    return refuse('POLICY_QUERY_NOT_ALLOWED', 'a query parameter may not stand for the method');
  }
  return { kind: 'query', url, names: Object.freeze([...names]) };
}

function decodeParameter(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
