import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { ConnectionFacts } from './session.ts';
import type { McpHttpDeps } from './http-deps.ts';
import { rpcError } from './rpc-error.ts';
import { insufficientScope, missingScopes } from './insufficient-scope.ts';
import { createServer } from './server-factory.ts';
import { createSessionRoutes } from './session-routes.ts';
import { widenAccept } from './widen-accept.ts';
import { createRequestContexts, type McpRequest } from './request-context.ts';

const MAX_BATCH = 32;

/** MCP over HTTP: both eras on one route, and the older HTTP+SSE on two. */
export interface McpHttpTransport {
  /** `/mcp`: Streamable HTTP. */
  streamable(incoming: McpRequest): Promise<Response>;
  /** `GET /sse`. */
  sse(incoming: McpRequest): Promise<Response>;
  /** `POST /messages`. */
  messages(incoming: McpRequest): Promise<Response>;
  /** Ends sessions that are over. To be called every few seconds. */
  sweep(): Promise<void>;
  sessionCount(): number;
  /**
   * Tells every client that listens that its items may be others now. No key is held between requests, so no process can
   * be told what changed, or whether it is theirs: asking again is for them.
   */
  itemsChanged(): void;
  close(): Promise<void>;
}

/** A request says by itself which era it is of: 2026-07-28 has no session, 2025 has one, bound to its client. */
export function createMcpHttp(deps: McpHttpDeps): McpHttpTransport {
  const { version, approvalWaitMs, logger, createServer: create = createServer } = deps;
  const sealed = createRequestContexts();
  const routes = createSessionRoutes({ ...deps, sealed });
  const modern = createMcpHandler(() => create({ version, approvalWaitMs, ...sealed }, 'modern'), {
    legacy: 'reject',
    onerror: (error) => logger.debug({ error: error.name }, 'a request was not served'),
  });
  const refuseMissing = async (incoming: McpRequest, transport: 'http' | 'sse'): Promise<Response | undefined> => {
    const missing = missingScopes(incoming);
    if (missing.length === 0) return undefined;
    await deps.scopesMissing(incoming.client, factsOf(incoming, transport), missing);
    return insufficientScope(incoming, missing);
  };
  return {
    async streamable(given) {
      const incoming = widenAccept(given);
      const { request, body } = incoming;
      if (Array.isArray(body) && body.length > MAX_BATCH) return rpcError(400, -32_600, 'Too many messages at once');
      const refusal = await refuseMissing(incoming, 'http');
      if (refusal !== undefined) return refusal;
      if (await isLegacyRequest(request, body)) return routes.streamable(incoming);
      const authInfo = sealed.announce(incoming, factsOf(incoming, 'http'));
      return modern.fetch(request, { authInfo, parsedBody: body });
    },
    sse: async (incoming) => routes.sse(incoming),
    messages: async (incoming) => (await refuseMissing(incoming, 'sse')) ?? routes.messages(incoming),
    sweep: async () => routes.sessions.sweep(),
    sessionCount: () => routes.sessions.count(),
    itemsChanged() {
      routes.sessions.itemsChanged();
      modern.notify.resourcesChanged();
    },
    async close() {
      await Promise.all([modern.close(), routes.sessions.endAll()]);
    },
  };
}

function factsOf({ connectionId, remote, client }: McpRequest, transport: 'http' | 'sse'): ConnectionFacts {
  const facts = { transport, connection_id: connectionId, remote };
  return client.access === undefined ? facts : { ...facts, oauth: client.access.facts };
}
