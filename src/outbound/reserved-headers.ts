// Setting one of these from outside would break a guarantee of this module: `host` moves the TLS identity
// check, the framing headers split requests, `accept-encoding` invites codings, `range` cuts a reflected
// secret into pieces, `proxy-authorization` would go to the origin.
const RESERVED_HEADERS = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'if-range',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** True for headers that only this module may set. `name` is lower case. */
export function isReservedHeader(name: string): boolean {
  return RESERVED_HEADERS.has(name);
}
