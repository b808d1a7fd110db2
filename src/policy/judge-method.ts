import { refuse, type Refusal } from './refusal.ts';
import type { Method } from './request.ts';

/** Methods a request may have. TRACE hands the credential back, CONNECT opens a tunnel, the rest calls no API. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly Method[];

/**
 * Methods of the IANA registry that a rule may allow by name, and no other word means. CONNECT, TRACE and PRI are none of
 * them, and neither is what names its other end in a header only.
 */
export const NAMED_METHODS = [
  ...METHODS,
  'OPTIONS',
  'PROPFIND',
  'PROPPATCH',
  'REPORT',
  'SEARCH',
  'QUERY',
  'MKCOL',
  'MKCALENDAR',
  'LOCK',
  'UNLOCK',
  'ACL',
  'VERSION-CONTROL',
  'CHECKOUT',
  'CHECKIN',
  'UNCHECKOUT',
  'LABEL',
] as const satisfies readonly Method[];

/** The methods meant by the word `read-only`. */
export const READ_METHODS = ['GET', 'HEAD'] as const satisfies readonly Method[];

/** True for the methods that read by definition (RFC 9110 section 9.2.1). */
export function isReadMethod(method: Method): boolean {
  return method === 'GET' || method === 'HEAD';
}

// Rails, Laravel and others let a parameter name the method that counts.
const OVERRIDES = new Set([
  '-method',
  'http-method-override',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
]);

/** True for the name of a query parameter or body field by which some servers let a POST act as another method. */
export function isMethodOverride(name: string): boolean {
  // Underscores and hyphens are one where names become variables; `_method[]` is read as `_method`.
  const folded = name
    .replace(/[\s\0]/g, '')
    .toLowerCase()
    .replaceAll('_', '-');
  return OVERRIDES.has(folded.replace(/\[.*$/s, ''));
}

/** `named`: what the rules of the binding allow beside the usual ones. */
export function judgeMethod(
  raw: string,
  named: readonly Method[] = [],
): { readonly kind: 'method'; readonly method: Method } | Refusal {
  const known = [...METHODS, ...named];
  // ASCII before upper-casing: U+0131 and its like fold into ASCII letters.
  const method = /^[A-Za-z-]{1,16}$/.test(raw) ? known.find((each) => each === raw.toUpperCase()) : undefined;
  if (method === undefined) {
    const names = [...new Set(known)].join(', ');
    return refuse('POLICY_METHOD_NOT_ALLOWED', `the method must be one of ${names}, or one that a rule names`);
  }
  return { kind: 'method', method };
}
