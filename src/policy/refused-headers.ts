// Credentials the server alone places, framing and routing that belong to the connection, headers that make a
// server act on another address, method or part of the answer, and metadata headers of cloud hosts.
const REFUSED = new Set([
  'authorization',
  'cookie',
  'cookie2',
  'set-cookie',
  'host',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'trailers',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'upgrade',
  'expect',
  'via',
  'forwarded',
  'http2-settings',
  'max-forwards',
  'range',
  'if-range',
  'accept-encoding',
  'accept-charset',
  'referer',
  'metadata',
  'metadata-flavor',
  'metadata-token',
  'proxy',
  'request-range',
  'location',
  'x-real-ip',
  'x-host',
  'x-http-host-override',
  'x-host-override',
  'x-override-url',
  'x-http-destinationurl',
  'x-http-method',
  'http-method-override',
  'x-http-method-override',
  'x-method-override',
  'x-middleware-subrequest',
  'x-url-scheme',
  'front-end-https',
  'true-client-ip',
  'cf-connecting-ip',
  'fastly-client-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-originating-ip',
  'x-remote-ip',
  'x-remote-addr',
  'client-ip',
]);
const REFUSED_PREFIXES = [
  'proxy-',
  'sec-',
  'forwarded-',
  'x-forward',
  'x-original-',
  'x-rewrite-',
  'x-envoy-',
  'x-accel-',
  'x-aws-ec2-metadata-',
  'x-google-metadata-',
];

/** True for names no agent may send and no binding may allow. `name` is lower case. */
export function isRefusedHeader(name: string): boolean {
  const folded = foldHeaderName(name);
  return REFUSED.has(folded) || REFUSED_PREFIXES.some((prefix) => folded.startsWith(prefix));
}

/** A name as servers see it that turn headers into variables (CGI, WSGI): underscores and hyphens are one. */
export function foldHeaderName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
