import { z } from 'zod';
import type { AuthenticatedClient, OpenRequest, Route } from '../listener/index.ts';
import type { ConsoleDeps } from './deps.ts';
import { ICON } from './icon.ts';
import type { Live } from './live.ts';
import { isForConsole, isOwnFetch } from './own-origin.ts';
import { asset, CONSOLE_HEADERS, forbidden } from './responses.ts';
import { SCRIPT } from './script.ts';
import { PAGES, shell } from './shell.ts';
import { STYLESHEET } from './stylesheet.ts';

const codeSchema = z.strictObject({ code: z.string().max(100) });

export interface ConsoleRouteDeps extends ConsoleDeps {
  readonly live: Live;
  /** `http://localhost:PORT`, the one name of the console; known once it listens. */
  readonly origin: () => string;
}

/** What is answered without a session: the empty page, its assets, and the exchange of a one-time code. */
export function openRoutes(deps: ConsoleRouteDeps): readonly Route<AuthenticatedClient>[] {
  const open = (path: `/${string}`, answer: () => Promise<Response>): Route<AuthenticatedClient> => ({
    path,
    methods: ['GET'],
    authentication: 'none',
    body: 'none',
    headers: CONSOLE_HEADERS,
    handle: async ({ request }) => (isForConsole(request, deps.origin()) ? answer() : forbidden()),
  });
  const page = async (): Promise<Response> => asset(String(await shell()), 'text/html; charset=utf-8');
  return [
    ...[...PAGES.map(({ path }) => path), '/activity/call' as const].map((path) => open(path, page)),
    open('/assets/console.js', async () => asset(SCRIPT, 'text/javascript; charset=utf-8')),
    open('/assets/console.css', async () => asset(STYLESHEET, 'text/css; charset=utf-8')),
    open('/assets/icon.svg', async () => asset(ICON, 'image/svg+xml')),
    {
      path: '/session',
      methods: ['POST'],
      authentication: 'none',
      countsFailures: true,
      maxBodyBytes: 1_024,
      headers: CONSOLE_HEADERS,
      handle: async (incoming) => startSession(deps, incoming),
    },
  ];
}

// A code that was used, has run out or was never made: one answer, counted as a failed authentication.
async function startSession(deps: ConsoleRouteDeps, { request, body, remote }: OpenRequest): Promise<Response> {
  if (!isOwnFetch(request, deps.origin())) return forbidden();
  const { data } = codeSchema.safeParse(body);
  const token = data && deps.sessions.start(data.code, remote.address);
  return token === undefined ? forbidden() : Response.json({ token }, { headers: CONSOLE_HEADERS });
}
