import type { Html } from './html.ts';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types keyward',
].join('; ');

/** Of every answer of the console, in place of the listener's own. */
export const CONSOLE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CSP,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A part of a page. The script puts nothing on the page that lacks this header. */
export async function fragment(content: Html, status = 200): Promise<Response> {
  const headers = { ...CONSOLE_HEADERS, 'content-type': 'text/html; charset=utf-8', 'x-keyward-fragment': '1' };
  return new Response(String(await content), { status, headers });
}

/** The one answer to a name or id that is not known here, whatever it was to be used for. */
export async function notFound(): Promise<Response> {
  return new Response('not found\n', { status: 404, headers: { ...CONSOLE_HEADERS, 'content-type': 'text/plain' } });
}

export function forbidden(): Response {
  return new Response('forbidden\n', { status: 403, headers: { ...CONSOLE_HEADERS, 'content-type': 'text/plain' } });
}

export function asset(text: string, type: string): Response {
  return new Response(text, { headers: { ...CONSOLE_HEADERS, 'content-type': type } });
}
