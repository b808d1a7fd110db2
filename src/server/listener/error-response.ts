const SENTENCES = {
  400: 'the request cannot be read',
  401: 'a valid token is needed',
  403: 'Host or Origin not allowed',
  404: 'not found',
  405: 'method not allowed',
  413: 'the request is too large',
  415: 'the body must be application/json',
  429: 'too many requests: wait',
  500: 'something went wrong inside Keyward',
  503: 'the server is busy: try again',
} as const;

export type PlainStatus = keyof typeof SENTENCES;

/** One of our own sentences, always the same for its status: the details of what was wrong are not told. */
export function errorResponse(
  status: PlainStatus,
  headers: Readonly<Record<string, string>> = {},
  sentence: string = SENTENCES[status],
): Response {
  return new Response(JSON.stringify({ error: sentence }), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}
