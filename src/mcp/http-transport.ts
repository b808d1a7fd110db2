import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Clock, Logger, Random } from '../core/index.ts';
import type { SessionLimits } from './http-sessions.ts';
import { rpcError } from './rpc-error.ts';
import { insufficientScope, missingScopes } from './insufficient-scope.ts';
import type { Scope } from './scopes.ts';
import { createServer } from './server-factory.ts';
import type { ConnectionFacts } from './session.ts';
import { createSessionRoutes } from './session-routes.ts';
import { createVisitDesk, type McpGuest, type McpVisit } from './request-context.ts';

const MAX_BATCH = 32;

/** As much of a guest as a session keeps. */
export type SessionGuest = Pick<McpGuest, 'agentId' | 'name'>;

export interface HttpDoorDeps {
  readonly version: string;
  readonly limits?: Partial<SessionLimits> | undefined;
  /** What a client talks to behind this door: one instance for each connection or request. Keyward's own, unless given. */
  readonly createServer?: typeof createServer | undefined;
  /** Called before a session is served: one that cannot be recorded is not opened. */
  readonly sessionOpened: (guest: SessionGuest, facts: ConnectionFacts) => Promise<void>;
  readonly sessionClosed: (guest: SessionGuest, facts: ConnectionFacts) => Promise<void>;
  /** Called before a request is refused for want of scopes. */
  readonly scopesMissing: (guest: SessionGuest, facts: ConnectionFacts, scopes: readonly Scope[]) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** MCP over HTTP: both eras on one route, and the older HTTP+SSE on two. */
export interface HttpDoor {
  /** `/mcp`: Streamable HTTP. */
  streamable(visit: McpVisit): Promise<Response>;
  /** `GET /sse`. */
  sse(visit: McpVisit): Promise<Response>;
  /** `POST /messages`. */
  messages(visit: McpVisit): Promise<Response>;
  /** Ends sessions that are over. To be called every few seconds. */
  sweep(): Promise<void>;
  sessionCount(): number;
  /**
   * Tells every client that listens that its items may be others now. No key is held between requests, so nobody can
   * be told what changed, or whether it is theirs: asking again is for them.
   */
  itemsChanged(): void;
  close(): Promise<void>;
}

/** A request says by itself which era it is of: 2026-07-28 has no session, 2025 has one, bound to its guest. */
export function createHttpDoor(deps: HttpDoorDeps): HttpDoor {
  const { version, logger, createServer: create = createServer } = deps;
  const desk = createVisitDesk();
  const routes = createSessionRoutes({ ...deps, desk });
  const modern = createMcpHandler(() => create({ version, ...desk }, 'modern'), {
    legacy: 'reject',
    onerror: (error) => logger.debug({ error: error.name }, 'a request was not served'),
  });
  const refuseMissing = async (visit: McpVisit, transport: 'http' | 'sse'): Promise<Response | undefined> => {
    const missing = missingScopes(visit);
    if (missing.length === 0) return undefined;
    await deps.scopesMissing(visit.guest, factsOf(visit, transport), missing);
    return insufficientScope(visit, missing);
  };
  return {
    async streamable(visit) {
      const { request, body } = visit;
      if (Array.isArray(body) && body.length > MAX_BATCH) return rpcError(400, -32_600, 'Too many messages at once');
      const refusal = await refuseMissing(visit, 'http');
      if (refusal !== undefined) return refusal;
      if (await isLegacyRequest(request, body)) return routes.streamable(visit);
      const authInfo = desk.announce(visit, factsOf(visit, 'http'));
      return modern.fetch(request, { authInfo, parsedBody: body });
    },
    sse: async (visit) => routes.sse(visit),
    messages: async (visit) => (await refuseMissing(visit, 'sse')) ?? routes.messages(visit),
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

function factsOf({ connectionId, remote, guest }: McpVisit, transport: 'http' | 'sse'): ConnectionFacts {
  const facts = { transport, connection_id: connectionId, remote };
  return guest.access === undefined ? facts : { ...facts, oauth: guest.access.facts };
}
