import { KeywardError } from '../core/index.ts';
import type { RedirectPermit } from './outbound-call.ts';
import { unplacePath } from './place-path.ts';
import type { Placement } from './schemes/index.ts';
import { withoutParameter } from './wire-request.ts';
import type { AnswerHead } from './wire-answer.ts';

export interface Hop {
  readonly method: string;
  readonly from: URL;
  /** Redirects followed before this one. */
  readonly followed: number;
  readonly redirects: RedirectPermit | undefined;
  /** Where the credential stood in the request that was answered. */
  readonly placement: Placement;
}

// 300 offers a choice and 304 is no redirect.
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_HOPS = 3;

/**
 * The URL to go on to, or `undefined` when the answer ends the call. Only GET and HEAD follow, only
 * within the origin, and only where the policy says yes again; every other hop ends as the 3xx answer.
 *
 * Throws `OUTBOUND_REDIRECT_REFUSED` when a hop that could be followed is one too many.
 */
export function nextHop(answer: AnswerHead, hop: Hop): URL | undefined {
  const { redirects, method, followed } = hop;
  if (redirects === undefined || redirects.max < 1 || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const target = redirectTarget(answer, hop);
  if (target === undefined || !redirects.judge(target)) return undefined;
  if (followed < Math.min(redirects.max, MAX_HOPS)) return target;
  throw new KeywardError('OUTBOUND_REDIRECT_REFUSED', 'the service redirects more often than the item allows');
}

/** Where a redirect points to: absolute when it parses, as it stands when not, `undefined` for other answers. */
export function redirectLocation(answer: AnswerHead, from: URL): string | undefined {
  const location = locationOf(answer);
  if (location === undefined) return undefined;
  return URL.canParse(location, from.href) ? new URL(location, from).href : location;
}

function redirectTarget(answer: AnswerHead, { from, placement }: Hop): URL | undefined {
  const location = locationOf(answer);
  // Only the plain form: what parsers read differently is not followed with a credential in hand.
  if (location === undefined || !/^[\x21-\x5b\x5d-\x7e]+$/.test(location) || !URL.canParse(location, from.href))
    return undefined;
  const target = new URL(location, from);
  if (target.origin !== from.origin || target.username !== '' || target.password !== '') return undefined;
  target.hash = '';
  return withoutCredential(target, placement);
}

// Services repeat path and query in the redirect, credential included: the policy judges the URL without it, and the
// record says the path of it. A path that holds it elsewhere is not followed.
function withoutCredential(target: URL, { query = [], path, secrets }: Placement): URL | undefined {
  for (const [name] of query) target.search = withoutParameter(target.search, name);
  const pathname = path === undefined ? target.pathname : unplacePath(target.pathname, path);
  if (pathname === undefined) return undefined;
  target.pathname = pathname;
  const text = `${target.pathname} ${decoded(target.pathname)}`;
  return secrets.some((secret) => text.includes(secret)) ? undefined : target;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function locationOf(answer: AnswerHead): string | undefined {
  if (!REDIRECTS.has(answer.status)) return undefined;
  const locations = answer.headers.filter(([name]) => name === 'location');
  return locations.length === 1 ? locations[0]?.[1] : undefined;
}
