import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { newId, type Clock, type Logger, type Random } from '../../core/index.ts';
import type { ListenRules } from './listen-rules.ts';
import type { FailureLimit } from './failure-limit.ts';
import { judgeSource } from './check-host-and-origin.ts';
import type { HttpLimits } from './limits.ts';
import type { Metrics } from './metrics.ts';
import type { Authenticator, AuthenticatedClient, Route, Remote, AuthenticatedRequest } from './route.ts';
import type { InFlightRequests } from './in-flight-requests.ts';
import { errorResponse, type PlainStatus } from './error-response.ts';
import { readBody } from './read-body.ts';

export interface RequestPipelineDeps<G extends AuthenticatedClient> {
  readonly rules: ListenRules;
  readonly limits: HttpLimits;
  readonly routes: readonly Route<G>[];
  readonly authenticate: Authenticator<G>;
  readonly failures: FailureLimit;
  readonly open: InFlightRequests;
  readonly metrics: Metrics;
  /** The value of `WWW-Authenticate` for any caller that comes without a valid token. */
  readonly challenge: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

type Env = { Bindings: HttpBindings; Variables: { remote: Remote } };
type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>;
interface GuardedRoute<G extends AuthenticatedClient> {
  readonly path: string;
  readonly endsByItself?: boolean;
  handle(incoming: AuthenticatedRequest<G>): Promise<Response>;
}
type OpenRoute<G extends AuthenticatedClient> = Extract<Route<G>, { authentication: 'none' }>;

/** Every request, in this order: where it comes from, what it asks for, whose it is, whether there is capacity, its body. */
export function createRequestHandler<G extends AuthenticatedClient>(deps: RequestPipelineDeps<G>): Fetch {
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    const remote = judgeSource(context.env.incoming, deps.rules);
    if (remote === undefined) {
      deps.metrics.refused('source');
      return errorResponse(403);
    }
    if (context.req.method === 'OPTIONS') return preflight(remote);
    context.set('remote', remote);
    await next();
    if (remote.origin !== undefined) allowReading(context.res, remote.origin);
    return undefined;
  });
  for (const route of deps.routes) {
    app.on([...route.methods], route.path, async (context) => answer(deps, route, context));
    app.all(route.path, () => errorResponse(405, { allow: route.methods.join(', ') }));
  }
  app.notFound(() => errorResponse(404));
  app.onError((error) => {
    deps.logger.error({ error: error.name }, 'a request could not be answered');
    return errorResponse(500);
  });
  return (request, env) => app.fetch(request, env);
}

async function answer<G extends AuthenticatedClient>(
  deps: RequestPipelineDeps<G>,
  route: Route<G>,
  context: Context<Env>,
): Promise<Response> {
  const startedMs = deps.clock.monotonicMs();
  const { incoming, outgoing } = context.env;
  const response = await handle(deps, route, context);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  outgoing.once('close', () => {
    const seconds = (deps.clock.monotonicMs() - startedMs) / 1_000;
    deps.metrics.answered({ route: route.path, method: incoming.method ?? '', status: response.status, seconds });
  });
  return response;
}

const FAILURES = [400, 401, 403];

async function handleOpen<G extends AuthenticatedClient>(
  { failures, metrics }: RequestPipelineDeps<G>,
  route: OpenRoute<G>,
  context: Context<Env>,
): Promise<Response> {
  const remote = context.get('remote');
  const { incoming, outgoing } = context.env;
  if (route.countsFailures === true && failures.isBlocked(remote.address, '')) {
    metrics.refused('blocked');
    return unread(incoming, outgoing, errorResponse(429, { 'retry-after': '60' }));
  }
  const response = await route.handle(context.req.raw, { remote });
  if (route.countsFailures === true && FAILURES.includes(response.status)) failures.failed(remote.address);
  return response;
}

async function handle<G extends AuthenticatedClient>(
  deps: RequestPipelineDeps<G>,
  route: Route<G>,
  context: Context<Env>,
): Promise<Response> {
  if (route.authentication === 'none') return handleOpen(deps, route, context);
  if (route.authentication === 'own') return receive({ ...deps, authenticate: route.authenticate }, route, context);
  return receive(deps, route, context);
}

type Receiving<G extends AuthenticatedClient> = Omit<RequestPipelineDeps<G>, 'routes'>;

async function receive<G extends AuthenticatedClient>(
  deps: Receiving<G>,
  route: GuardedRoute<G>,
  context: Context<Env>,
): Promise<Response> {
  const { incoming, outgoing } = context.env;
  const remote = context.get('remote');
  const arrived = await identify(deps, { incoming, remote, path: route.path });
  if (arrived.kind === 'refused') return unread(incoming, outgoing, arrived.answer);
  const { client } = arrived;
  const isStream = incoming.method === 'GET' && route.endsByItself !== true;
  const busy = deps.open.admit({ client, outgoing, isStream });
  if (busy !== undefined) {
    deps.metrics.refused('busy');
    return unread(incoming, outgoing, errorResponse(busy, { 'retry-after': '1' }));
  }
  const read = await readBody(incoming, deps.limits);
  if (read.kind === 'refused') return unread(incoming, outgoing, errorResponse(read.status));
  const authenticated: AuthenticatedRequest<G> = {
    request: context.req.raw,
    body: read.body,
    client,
    remote,
    connectionId: connectionIdOf(incoming, deps.random),
    onClosed: (listener) => void outgoing.once('close', listener),
  };
  return route.handle(authenticated);
}

interface Arrival {
  readonly incoming: IncomingMessage;
  readonly remote: Remote;
  readonly path: string;
}

const BEARER = /^Bearer ([\w.~+/=-]{1,8192})$/i;

type Arrived<G extends AuthenticatedClient> =
  | { readonly kind: 'authenticated'; readonly client: G }
  | { readonly kind: 'refused'; readonly answer: Response };

async function identify<G extends AuthenticatedClient>(
  { authenticate, failures, metrics, challenge }: Receiving<G>,
  { incoming, remote, path }: Arrival,
): Promise<Arrived<G>> {
  const token = BEARER.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  if (failures.isBlocked(remote.address, token)) {
    metrics.refused('blocked');
    return { kind: 'refused', answer: errorResponse(429, { 'retry-after': '60' }) };
  }
  const answered = await authenticate(token, { remote, path });
  if (answered.kind === 'authenticated') {
    failures.succeeded(remote.address, token);
    return answered;
  }
  const { status = 401, challenge: own = challenge } = answered;
  metrics.refused('token');
  const headers = { 'www-authenticate': own };
  // Any caller that is known is not guessing.
  if (status === 403) return { kind: 'refused', answer: errorResponse(403, headers, 'the token is not for this') };
  // Asking without a token is how a client finds out that it needs one.
  if (token !== '') failures.failed(remote.address);
  return {
    kind: 'refused',
    answer: status === 503 ? errorResponse(503, { 'retry-after': '5' }) : errorResponse(401, headers),
  };
}

// The body that was not read would be taken for the next request, or be waited for: the connection ends with the answer.
function unread(incoming: IncomingMessage, outgoing: ServerResponse, response: Response): Response {
  if (incoming.readableEnded || incoming.method === 'GET') return response;
  response.headers.set('connection', 'close');
  outgoing.once('finish', () => incoming.destroy());
  return response;
}

const connectionIds = new WeakMap<object, string>();

function connectionIdOf({ socket }: IncomingMessage, random: Random): string {
  const known = connectionIds.get(socket);
  if (known !== undefined) return known;
  const id = newId(random);
  connectionIds.set(socket, id);
  return id;
}

const ALLOWED_HEADERS =
  'authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id';

// A preflight carries no token. It is answered for origins on the list only, and tells nothing else.
function preflight({ origin }: Remote): Response {
  if (origin === undefined) return errorResponse(405 satisfies PlainStatus);
  const response = new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': '600',
    },
  });
  allowReading(response, origin);
  return response;
}

function allowReading(response: Response, origin: string): void {
  response.headers.set('access-control-allow-origin', origin);
  response.headers.set('access-control-expose-headers', 'mcp-session-id, www-authenticate');
  response.headers.append('vary', 'origin');
}
