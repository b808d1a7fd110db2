import { createAgentRoutes } from './agent-routes.ts';
import { createCaller, openParts, type PartsOptions } from './app.ts';
import type { AuditTrail } from './audit/index.ts';
import type { Broker, Caller } from './broker/index.ts';
import { newId, systemClock, systemRandom } from './core/index.ts';
import type { Authenticator, HttpServerDeps, Mount, Remote } from './http/index.ts';
import { identifyByToken, watchToken, type IdentifiedAgent, type Refused } from './identity/index.ts';
import { createHttpDoor, type ConnectionFacts, type HttpDoor, type HttpDoorDeps } from './mcp/index.ts';

/** An agent that showed its token, for as long as one request takes. */
export interface AgentGuest {
  readonly id: string;
  readonly name: string;
  readonly broker: Broker;
  readonly isWelcome: () => Promise<boolean>;
}

export interface ServerAppOptions extends Omit<PartsOptions, 'session'> {
  readonly version: string;
  readonly sessionLimits?: HttpDoorDeps['limits'];
}

/** Everything a server for many agents is made of. It holds no key between requests: a token opens what it opens. */
export interface ServerApp {
  readonly authenticate: Authenticator<AgentGuest>;
  /** What is served where; a room with routes of its own adds them to this list. */
  readonly mounts: readonly Mount<AgentGuest>[];
  /** Gauges for /metrics. */
  readonly counts: HttpServerDeps<AgentGuest>['counts'] & object;
  /** Ends sessions that are over, and tells the others of changed items. To be called every few seconds. */
  sweep(): Promise<void>;
  /** True while the database and the trail can be read. */
  isReady(): Promise<boolean>;
  /** Waits for calls under way, then closes connections and files. */
  close(): Promise<void>;
}

/** Throws `VAULT_FOLDER_UNSAFE` and `STORAGE_*`. */
export async function openServerApp(options: ServerAppOptions): Promise<ServerApp> {
  const { logger, version } = options;
  const parts = await openParts({ ...options, session: { transport: 'http' } });
  const { storage, trail } = parts;
  const everybody = parts.createBroker(NOBODY);
  const identifyDeps = { store: storage.identity, clock: systemClock };
  const agentRoutes = createAgentRoutes<AgentGuest>(options, parts);
  const mcp = createHttpDoor({
    version,
    limits: options.sessionLimits,
    sessionOpened: async (guest, facts) => recordSession(trail, { type: 'session.opened', guest, facts }),
    sessionClosed: async (guest, facts) => recordSession(trail, { type: 'session.closed', guest, facts }),
    clock: systemClock,
    random: systemRandom,
    logger,
  });
  const hasChanged = changesOf(() => storage.identity.changeCounter());
  return {
    mounts: [...mcpMounts(mcp), ...agentRoutes.mounts],
    counts: { mcp_sessions: () => mcp.sessionCount() },
    async sweep() {
      if (hasChanged()) mcp.itemsChanged();
      await mcp.sweep();
    },
    async authenticate(token, { remote, path }) {
      const identified = await identifyByToken(identifyDeps, token);
      if (identified.kind === 'agent') {
        const broker = everybody.as(createCaller(identified, storage));
        return { kind: 'guest', guest: guestOf(identified, broker, watchToken(identifyDeps, identified.principal)) };
      }
      // Without a token there is nothing to refuse: that is how a client finds out that it needs one.
      if (token !== '') await recordRefused(trail, identified, { transport: transportOf(path), remote });
      return { kind: 'refused' };
    },
    async isReady() {
      return Promise.all([storage.vaults.listVaults(), trail.list({ limit: 1 })]).then(
        () => true,
        () => false,
      );
    },
    async close() {
      await mcp.close();
      await agentRoutes.close();
      await everybody.settled();
      await parts.close();
    },
  };
}

/** Whether a number has moved since it was last asked. */
function changesOf(counter: () => number): () => boolean {
  let seen = counter();
  return () => {
    const before = seen;
    seen = counter();
    return seen !== before;
  };
}

const NOBODY: Caller = {
  identify: async () => ({ kind: 'refused', reason: 'the request came without an agent' }),
};

function mcpMounts(mcp: HttpDoor): readonly Mount<AgentGuest>[] {
  const authentication = 'agent';
  return [
    {
      path: '/mcp',
      methods: ['GET', 'POST', 'DELETE'],
      authentication,
      handle: async (visit) => mcp.streamable(visit),
    },
    { path: '/sse', methods: ['GET'], authentication, handle: async (visit) => mcp.sse(visit) },
    { path: '/messages', methods: ['POST'], authentication, handle: async (visit) => mcp.messages(visit) },
  ];
}

function transportOf(path: string): 'http' | 'sse' {
  return path === '/sse' || path === '/messages' ? 'sse' : 'http';
}

function guestOf({ principal }: IdentifiedAgent, broker: Broker, isWelcome: () => Promise<boolean>): AgentGuest {
  return { id: principal.agentId, name: principal.agentName, broker, isWelcome };
}

interface SessionEvent {
  readonly type: 'session.opened' | 'session.closed';
  readonly guest: Pick<AgentGuest, 'id' | 'name'>;
  readonly facts: ConnectionFacts;
}

async function recordSession(trail: AuditTrail, { type, guest: { id, name }, facts }: SessionEvent): Promise<void> {
  const session = { principal: { kind: 'agent', id, name }, era: 'legacy', ...facts };
  await trail.record({ type, call_id: newId(systemRandom), session, agent: { id, name } });
}

interface Attempt {
  readonly transport: 'http' | 'sse';
  readonly remote: Remote;
}

async function recordRefused(trail: AuditTrail, { code, because }: Refused, attempt: Attempt): Promise<void> {
  const { transport, remote } = attempt;
  await trail.record({
    type: 'session.refused',
    call_id: newId(systemRandom),
    session: { principal: { kind: 'unknown' }, transport, remote: { ...remote } },
    outcome: { result: 'denied', code },
    detail: { because },
  });
}
