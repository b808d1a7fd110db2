import type { McpRequest } from './request-context.ts';

const BOTH = 'application/json, text/event-stream';
const FITTING = ['*/*', 'application/*', 'text/*', 'application/json', 'text/event-stream'];

/**
 * A POST that takes one of our two media types, or any, as if it had named both: the SDK compares the text of `Accept`
 * and knows no ranges (RFC 9110, section 12.5.1). One that takes neither is left for it to refuse.
 */
export function widenAccept(incoming: McpRequest): McpRequest {
  const { request } = incoming;
  const accept = request.headers.get('accept');
  if (request.method !== 'POST' || !(accept === null || mediaRanges(accept).some((range) => FITTING.includes(range))))
    return incoming;
  const headers = new Headers(request.headers);
  headers.set('accept', BOTH);
  // Its body was read already.
  return { ...incoming, request: new Request(request.url, { method: 'POST', headers, signal: request.signal }) };
}

function mediaRanges(accept: string): readonly string[] {
  return accept
    .toLowerCase()
    .split(',')
    .filter((range) => !/;\s*q=0(?:\.0*)?\s*$/.test(range))
    .map((range) => range.split(';', 1)[0]?.trim() ?? '');
}
