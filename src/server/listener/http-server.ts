import { createServer, IncomingMessage, ServerResponse, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Clock, Logger, Random } from '../../core/index.ts';
import type { ListenRules } from './listen-rules.ts';
import { bearer } from './authentication.ts';
import { createFailureLimit } from './failure-limit.ts';
import { createRequestHandler } from './request-pipeline.ts';
import { DEFAULT_LIMITS, type HttpLimits } from './limits.ts';
import { listen, type Listening } from './listen.ts';
import { createMetrics, type Counts } from './metrics.ts';
import type { Authenticator, AuthenticatedClient, Route } from './route.ts';
import { createOpenAnswers } from './in-flight-requests.ts';
import { errorResponse } from './error-response.ts';

export interface HttpServerDeps<G extends AuthenticatedClient> {
  readonly rules: ListenRules;
  readonly routes: readonly Route<G>[];
  readonly authenticate: Authenticator<G>;
  /** True while calls could be made; the answer of /readyz. */
  readonly isReady: () => Promise<boolean>;
  /** Added to /metrics as gauges, by name without the prefix. */
  readonly counts?: Counts;
  readonly limits?: Partial<HttpLimits>;
  readonly challenge?: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface HttpServer extends Listening {
  /** Ends what belongs to clients who are no longer welcome. To be called every few seconds. */
  sweep(): Promise<void>;
  /** No new connections; streams end at once, other answers are waited for, within limits. */
  close(): Promise<void>;
}

/**
 * Listen, and answer /healthz, /readyz, /metrics and the routes.
 *
 * Throws `CONFIG_INVALID` when it cannot listen there, or the certificate cannot be used.
 */
export async function startHttpServer<G extends AuthenticatedClient>(deps: HttpServerDeps<G>): Promise<HttpServer> {
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const { rules, clock, random, logger } = deps;
  const open = createOpenAnswers({ limits, clock, logger });
  const metrics = createMetrics(open, deps.counts ?? {});
  const fetch = createRequestHandler({
    ...deps,
    limits,
    open,
    metrics,
    failures: createFailureLimit({ clock, random, maxPerMinute: limits.maxFailuresPerMinute }),
    authenticate: bearer(deps.authenticate, deps.challenge),
    routes: [...healthMounts<G>(deps), metricsMount<G>(metrics), ...deps.routes],
  });
  const server = createNodeServer(rules, limits);
  server.on('request', requestListener(fetch));
  const listening = await listen(server, rules);
  return {
    ...listening,
    sweep: async () => open.sweep(),
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      await open.drain(limits.drainMs);
      server.closeAllConnections();
      await closed;
      metrics.clear();
    },
  };
}

function requestListener(fetch: ReturnType<typeof createRequestHandler>): RequestListener {
  const listener = getRequestListener(
    // The adapter's types speak of HTTP/2 too, which this server does not.
    async (request, { incoming, outgoing }) =>
      incoming instanceof IncomingMessage && outgoing instanceof ServerResponse
        ? fetch(request, { incoming, outgoing })
        : errorResponse(500),
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => void listener(incoming, outgoing);
}

function createNodeServer({ tls }: ListenRules, limits: HttpLimits): Server {
  const options = {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // How often Node looks for requests that are too slow; it looks every 30 seconds unless told.
    connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
    requireHostHeader: true,
  };
  const server =
    tls === undefined
      ? createServer(options)
      : createTlsServer({ ...options, cert: Buffer.from(tls.cert), key: Buffer.from(tls.key), minVersion: 'TLSv1.2' });
  server.maxConnections = limits.maxConnections;
  return server;
}

function healthMounts<G extends AuthenticatedClient>({
  isReady,
}: Pick<HttpServerDeps<G>, 'isReady'>): readonly Route<G>[] {
  const ok = (): Response => new Response('{"status":"ok"}', { headers: { 'content-type': 'application/json' } });
  return [
    { path: '/healthz', methods: ['GET'], authentication: 'none', anyHost: true, handle: async () => ok() },
    {
      path: '/readyz',
      methods: ['GET'],
      authentication: 'none',
      anyHost: true,
      handle: async () => ((await isReady()) ? ok() : errorResponse(503)),
    },
  ];
}

// Any agent's token opens it, also one without a grant: it tells no names, and needs no further kind of secret.
function metricsMount<G extends AuthenticatedClient>(metrics: ReturnType<typeof createMetrics>): Route<G> {
  return {
    path: '/metrics',
    methods: ['GET'],
    authentication: 'agent',
    handle: async () => {
      const { text, contentType } = await metrics.text();
      return new Response(text, { headers: { 'content-type': contentType } });
    },
  };
}
