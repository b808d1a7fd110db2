import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { newId, type Clock, type Logger, type Random } from '../../core/index.ts';
import { foreignHostSentence, judgeSource } from './check-host-and-origin.ts';
import { errorResponse, type PlainStatus } from './error-response.ts';
import type { FailureLimit } from './failure-limit.ts';
import { createForeignHostLog } from './foreign-host-log.ts';
import { identifyRequest } from './identify.ts';
import type { InFlightRequests } from './in-flight-requests.ts';
import type { HttpLimits } from './limits.ts';
import type { ListenRules } from './listen-rules.ts';
import type { Metrics } from './metrics.ts';
import { readBody, type BodyRead } from './read-body.ts';
import { corsHeaders, defaultHeaders } from './response-headers.ts';
import type { AuthenticatedClient, Remote, RequestAuthenticator, Route } from './route.ts';

export interface RequestPipelineDeps<G extends AuthenticatedClient> {
  readonly rules: ListenRules;
  readonly limits: HttpLimits;
  readonly routes: readonly Route<G>[];
  /** For the routes of agents. */
  readonly authenticate: RequestAuthenticator<G>;
  readonly failures: FailureLimit;
  readonly open: InFlightRequests;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

type Env = { Bindings: HttpBindings; Variables: { remote: Remote } };
type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** Every request, in this order: where it comes from, what it asks for, whose it is, whether there is capacity, its body. */
export function createRequestHandler<G extends AuthenticatedClient>(deps: RequestPipelineDeps<G>): Fetch {
  const app = new Hono<Env>();
  app.use(defaultHeaders());
  const logForeignHost = createForeignHostLog(deps.logger);
  const anyHost = new Set<string>(deps.routes.filter((route) => route.anyHost === true).map(({ path }) => path));
  app.use(async (context, next) => {
    const { incoming } = context.env;
    const source = judgeSource(incoming, deps.rules, anyHost.has(context.req.path));
    if (source.kind === 'known') {
      context.set('remote', source.remote);
      return next();
    }
    deps.metrics.refused('source');
    const { status, host } = source;
    if (host !== undefined) logForeignHost(host);
    return errorResponse(status, {}, host === undefined ? undefined : foreignHostSentence(host));
  });
  addCors(app, deps);
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

// Without allowed origins no request with an `Origin` came this far.
function addCors<G extends AuthenticatedClient>(app: Hono<Env>, { routes, rules }: RequestPipelineDeps<G>): void {
  if (rules.origins.size === 0) return;
  const paths = new Set(routes.filter(({ cors }) => cors === true).map(({ path }) => path));
  for (const path of paths) app.use(path, corsHeaders(rules.origins));
}

async function answer<G extends AuthenticatedClient>(
  deps: RequestPipelineDeps<G>,
  route: Route<G>,
  context: Context<Env>,
): Promise<Response> {
  const startedMs = deps.clock.monotonicMs();
  const { incoming, outgoing } = context.env;
  const response = await handle(deps, route, context);
  const headers = Object.entries({ 'cache-control': 'no-store', ...route.headers });
  for (const [name, value] of headers) if (!response.headers.has(name)) response.headers.set(name, value);
  outgoing.once('close', () => {
    const seconds = (deps.clock.monotonicMs() - startedMs) / 1_000;
    deps.metrics.answered({ route: route.path, method: incoming.method ?? '', status: response.status, seconds });
  });
  return response;
}

async function handle<G extends AuthenticatedClient>(
  deps: RequestPipelineDeps<G>,
  route: Route<G>,
  context: Context<Env>,
): Promise<Response> {
  if (route.authentication === 'none') return handleOpen(deps, route, context);
  if (route.authentication === 'own') return handleAuthenticated(deps, { route, by: route.authenticate }, context);
  return handleAuthenticated(deps, { route, by: deps.authenticate }, context);
}

const FAILURES = [400, 401, 403];

async function handleOpen<G extends AuthenticatedClient>(
  deps: RequestPipelineDeps<G>,
  route: Extract<Route<G>, { authentication: 'none' }>,
  context: Context<Env>,
): Promise<Response> {
  const { failures, metrics } = deps;
  const remote = context.get('remote');
  const counts = route.countsFailures === true;
  if (counts && failures.isBlocked(remote.address, '')) {
    metrics.refused('blocked');
    return refuse(route, context, { status: 429, headers: { 'retry-after': '60' } });
  }
  const read = await readBodyOf(deps, route, context);
  const response =
    read.kind === 'refused'
      ? refuse(route, context, read)
      : await handlerOf(route)({ request: context.req.raw, body: read.body, remote });
  if (counts && FAILURES.includes(response.status)) failures.failed(remote.address);
  return response;
}

interface AuthenticatedBy<G extends AuthenticatedClient> {
  readonly route: Exclude<Route<G>, { authentication: 'none' }>;
  readonly by: RequestAuthenticator<AuthenticatedClient>;
}

async function handleAuthenticated<G extends AuthenticatedClient>(
  deps: RequestPipelineDeps<G>,
  { route, by }: AuthenticatedBy<G>,
  context: Context<Env>,
): Promise<Response> {
  const { incoming, outgoing } = context.env;
  const remote = context.get('remote');
  const identified = await identifyRequest(deps, { by, incoming, remote, path: route.path });
  if (identified.kind === 'refused') return refuse(route, context, identified);
  const { client } = identified;
  const isStream = incoming.method === 'GET' && route.endsByItself !== true;
  const busy = deps.open.admit({ client, outgoing, isStream });
  if (busy !== undefined) {
    deps.metrics.refused('busy');
    return refuse(route, context, { status: busy, headers: { 'retry-after': '1' } });
  }
  const read = await readBodyOf(deps, route, context);
  if (read.kind === 'refused') return refuse(route, context, read);
  return handlerOf(route)({
    request: context.req.raw,
    body: read.body,
    client,
    remote,
    connectionId: connectionIdOf(incoming, deps.random),
    onClosed: (listener: () => void) => void outgoing.once('close', listener),
  });
}

// The body kind and the authentication of the route are what its handler was declared with.
function handlerOf<R>(route: { handle: unknown }): (incoming: R) => Promise<Response> {
  return async (incoming) => (route as { handle(incoming: R): Promise<Response> }).handle(incoming);
}

async function readBodyOf<G extends AuthenticatedClient>(
  { limits }: RequestPipelineDeps<G>,
  { body = 'json', maxBodyBytes = limits.maxBodyBytes }: Route<G>,
  { env }: Context<Env>,
): Promise<BodyRead> {
  return readBody(env.incoming, body, { ...limits, maxBodyBytes });
}

interface Refused {
  readonly status: PlainStatus;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sentence?: string;
}

function refuse<G extends AuthenticatedClient>(
  route: Route<G>,
  { env }: Context<Env>,
  { status, headers = {}, sentence }: Refused,
): Response {
  const response = route.errorResponse?.(status) ?? errorResponse(status, {}, sentence);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return unread(env.incoming, env.outgoing, response);
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
