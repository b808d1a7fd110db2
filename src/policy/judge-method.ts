import { refuse, type Refusal } from './refusal.ts';
import type { Method } from './request.ts';

/** Methods a request may have. TRACE hands the credential back, CONNECT opens a tunnel, the rest calls no API. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly Method[];

/** The methods meant by the word `read-only`. */
export const READ_METHODS = ['GET', 'HEAD'] as const satisfies readonly Method[];

/** True for the methods that read by definition (RFC 9110 section 9.2.1). */
export function isReadMethod(method: Method): boolean {
  return method === 'GET' || method === 'HEAD';
}

export function judgeMethod(raw: string): { readonly kind: 'method'; readonly method: Method } | Refusal {
  // ASCII before upper-casing: U+0131 and its like fold into ASCII letters.
  const method = /^[A-Za-z]{1,16}$/.test(raw) ? METHODS.find((known) => known === raw.toUpperCase()) : undefined;
  if (method === undefined)
    return refuse('POLICY_METHOD_NOT_ALLOWED', `the method must be one of ${METHODS.join(', ')}`);
  return { kind: 'method', method };
}
