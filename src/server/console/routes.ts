import { z } from 'zod';
import { actor } from '../../audit/index.ts';
import { isKeywardError } from '../../core/index.ts';
import { sessionHeader, type AuthenticatedClient, type AuthenticatedRequest, type Route } from '../listener/index.ts';
import { acknowledgeAction } from './actions/alerts.ts';
import { resumeAction, revokeAction } from './actions/agents.ts';
import { decideAction } from './actions/decide.ts';
import { endSessionAction, signOutAction } from './actions/sessions.ts';
import { verifyAction } from './actions/verify.ts';
import type { ActionRequest, ConsoleDeps, PageRequest } from './deps.ts';
import { html, type Html } from './html.ts';
import { openRoutes, type ConsoleRouteDeps } from './open-routes.ts';
import { isOwnFetch } from './own-origin.ts';
import { activityPage } from './pages/activity.ts';
import { agentsPage } from './pages/agents.ts';
import { alertsPage } from './pages/alerts.ts';
import { approvalsPage } from './pages/approvals.ts';
import { callPage } from './pages/call.ts';
import { historyPage } from './pages/history.ts';
import { itemsPage } from './pages/items.ts';
import { settingsPage } from './pages/settings.ts';
import { CONSOLE_HEADERS, forbidden, fragment, notFound } from './responses.ts';

type Signed = AuthenticatedRequest<AuthenticatedClient>;
type Show = (deps: ConsoleDeps, request: PageRequest) => Promise<Html | undefined>;
type Act = (deps: ConsoleDeps, request: ActionRequest) => Promise<Html | undefined>;

const SHOWN: Readonly<Record<string, Show>> = {
  '/': approvalsPage,
  '/history': historyPage,
  '/activity': activityPage,
  '/activity/call': callPage,
  '/agents': agentsPage,
  '/items': itemsPage,
  '/alerts': alertsPage,
  '/settings': settingsPage,
};

const ACTIONS: Readonly<Record<string, Act>> = {
  decide: decideAction,
  resume: resumeAction,
  revoke: revokeAction,
  acknowledge: acknowledgeAction,
  verify: verifyAction,
  'end-session': endSessionAction,
  'sign-out': signOutAction,
};

const MAX_BODY_BYTES = 16_384;
const fieldsSchema = z.record(z.string(), z.string().max(2_000));

/** Everything the console answers. Only its page and its assets are open, and hold no data. */
export function createConsoleRoutes(deps: ConsoleRouteDeps): readonly Route<AuthenticatedClient>[] {
  const own = { authentication: 'own', authenticate: authentication(deps), headers: CONSOLE_HEADERS } as const;
  return [
    ...openRoutes(deps),
    ...Object.entries(SHOWN).map(([path, show]): Route<AuthenticatedClient> => ({
      ...own,
      path: `/fragments${path}`,
      methods: ['GET'],
      endsByItself: true,
      handle: async (incoming: Signed) => showPage(deps, show, incoming),
    })),
    ...Object.entries(ACTIONS).map(([name, act]): Route<AuthenticatedClient> => ({
      ...own,
      path: `/actions/${name}`,
      methods: ['POST'],
      maxBodyBytes: MAX_BODY_BYTES,
      handle: async (incoming: Signed) => takeAction(deps, act, incoming),
    })),
    {
      ...own,
      path: '/live',
      methods: ['GET'],
      handle: async ({ request }: Signed) => (isOwnFetch(request, deps.origin()) ? deps.live.stream() : forbidden()),
    },
  ];
}

function authentication({ sessions }: ConsoleDeps) {
  return sessionHeader<AuthenticatedClient>('x-keyward-session', async (token) => {
    const session = sessions.find(token);
    if (session === undefined) return { kind: 'refused' };
    const isStillAuthorized = async (): Promise<boolean> => sessions.find(token) !== undefined;
    return { kind: 'authenticated', client: { id: session.id, isStillAuthorized } };
  });
}

async function showPage(deps: ConsoleRouteDeps, show: Show, { request, client }: Signed): Promise<Response> {
  if (!isOwnFetch(request, deps.origin())) return forbidden();
  // What a tab fetches by itself does not keep its session alive.
  if (request.headers.get('x-keyward-auto') === null) deps.sessions.touch(client.id);
  const query = new URL(request.url).searchParams;
  return answer(deps, async () => show(deps, { query, sessionId: client.id }));
}

async function takeAction(
  deps: ConsoleRouteDeps,
  act: Act,
  { request, body, client, remote, connectionId }: Signed,
): Promise<Response> {
  if (!isOwnFetch(request, deps.origin())) return forbidden();
  deps.sessions.touch(client.id);
  const { data: fields } = fieldsSchema.safeParse(body);
  if (fields === undefined) return notFound();
  const facts = { transport: 'http', connection_id: connectionId, remote: { ...remote } } as const;
  return answer(deps, async () => act(deps, { fields, sessionId: client.id, person: actor('owner', facts) }));
}

async function answer({ runtime }: ConsoleDeps, make: () => Promise<Html | undefined>): Promise<Response> {
  try {
    const content = await make();
    return content === undefined ? await notFound() : await fragment(content);
  } catch (error) {
    const known = isKeywardError(error) ? error : undefined;
    runtime.logger.error({ code: known?.code ?? 'INTERNAL' }, 'the console could not do what it was told');
    const sentence = known === undefined ? 'Something unexpected went wrong.' : `${known.message} (${known.code})`;
    return fragment(html`<h1>That did not work</h1><p class="bad">${sentence}</p>`, 500);
  }
}
