import type { CallAnswer } from '../broker/index.ts';

// They describe the bytes on the wire, and the body here was decoded and scrubbed.
const OF_THE_WIRE = ['content-length', 'content-encoding', 'transfer-encoding'];
const WITHOUT_BODY = [204, 205, 304];

/**
 * The cleaned answer as a standard `Response`. `keyward-call-id` names the call in the audit trail, and
 * `keyward-truncated: true` says that the body is only a beginning; a service cannot set either.
 */
export function responseOf({ status, headers: shown, body, truncated, location, callId }: CallAnswer): Response {
  const headers = new Headers(Object.entries(shown).filter(([name]) => isOfTheService(name.toLowerCase())));
  if (location !== undefined) headers.set('location', location);
  headers.set('keyward-call-id', callId);
  if (truncated) headers.set('keyward-truncated', 'true');
  if (body === null || WITHOUT_BODY.includes(status)) return new Response(null, { status, headers });
  if (typeof body === 'string') return textResponse(body, status, headers);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  return new Response(JSON.stringify(body), { status, headers });
}

function isOfTheService(name: string): boolean {
  return !OF_THE_WIRE.includes(name) && !name.startsWith('keyward-');
}

function textResponse(text: string, status: number, headers: Headers): Response {
  const typed = headers.has('content-type');
  const response = new Response(text, { status, headers });
  // Fetch adds a type of its own, which the service never said.
  if (!typed) response.headers.delete('content-type');
  return response;
}
