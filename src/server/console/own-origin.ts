/**
 * Whether a request came to the console under its own name and, where a browser says so, from its own page. A cookie would
 * cross ports of one host and so prove nothing; a page of another port has another `Origin`.
 */
export function isForConsole({ method, headers }: Request, origin: string): boolean {
  if (`http://${headers.get('host') ?? ''}` !== origin) return false;
  const site = headers.get('sec-fetch-site');
  if (method !== 'GET') return headers.get('origin') === origin && site === 'same-origin';
  const from = headers.get('origin');
  return from === null || from === origin;
}

/** The same for data: a browser that follows a link, or loads it into another page, gets none. */
export function isOwnFetch(request: Request, origin: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  return isForConsole(request, origin) && (site === null || site === 'same-origin');
}
