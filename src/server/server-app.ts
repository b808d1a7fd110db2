import { createAgentRoutes } from './routes/agents.ts';
import { API_PATH, createApiRoutes, SEALED_PATH } from './routes/api.ts';
import { createCaller, openParts, type Parts, type PartsOptions } from '../app/agent-app.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { Broker, Caller } from '../broker/index.ts';
import { createEventRoutes, type EventRouteDeps } from './routes/events.ts';
import { newId, systemClock, systemRandom, type ChangeFeed, type ErrorCode } from '../core/index.ts';
import type { Authentication, Authenticator, HttpServerDeps, Mount, Remote } from './listener/index.ts';
import {
  identifyByToken,
  identifyHolder,
  cachedIdentityStore,
  watchToken,
  type IdentifiedAgent,
  type IdentifyDeps,
  type TokenHolder,
} from '../identity/index.ts';
import {
  createHttpDoor,
  type ConnectionFacts,
  type GuestAccess,
  type HttpDoor,
  type HttpDoorDeps,
  type Scope,
  type SessionGuest,
} from '../mcp/index.ts';
import { createOAuthAccess, type OAuthAccess } from './oauth/resource-server.ts';
import { createSealedDesk } from '../sealed/index.ts';

/** An agent that showed its token, or somebody with an access token who acts as one, for as long as one request takes. */
export interface AgentGuest {
  /** The agent; for access tokens the person and the client too. */
  readonly id: string;
  readonly agentId: string;
  readonly name: string;
  readonly broker: Broker;
  readonly isWelcome: () => Promise<boolean>;
  readonly access?: GuestAccess | undefined;
  /** Where it proved that it holds a token, and did not show it: its broker can then do nothing. */
  readonly holder?: TokenHolder;
}

export interface ServerAppOptions extends Omit<PartsOptions, 'session'> {
  readonly version: string;
  readonly sessionLimits?: HttpDoorDeps['limits'];
  /** What clients talk to behind the same doors; Keyward's own server, unless given. */
  readonly createMcpServer?: HttpDoorDeps['createServer'] | undefined;
}

/** Everything a server for many agents is made of. It holds no key between requests: what a token opens is dropped with the answer. */
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
  const identifyDeps = { store: cachedIdentityStore(storage.identity), clock: systemClock };
  const agentRoutes = createAgentRoutes<AgentGuest>(options, parts);
  const oauth = createOAuthAccess(options, identifyDeps);
  const mcp = createHttpDoor({
    version,
    limits: options.sessionLimits,
    createServer: options.createMcpServer,
    sessionOpened: async (guest, facts) => recordSession(trail, { type: 'session.opened', guest, facts }),
    sessionClosed: async (guest, facts) => recordSession(trail, { type: 'session.closed', guest, facts }),
    scopesMissing: async (guest, facts, scopes) => recordMissing(trail, { guest, facts, scopes }),
    clock: systemClock,
    random: systemRandom,
    logger,
  });
  const { changes } = storage.identity;
  const change = changeText(changes);
  const sealed = createSealedDesk({ store: storage.vaults, trail, change, random: systemRandom });
  const unsubscribe = changes.subscribe(() => mcp.itemsChanged());
  return {
    mounts: [
      ...ownMounts(mcp, { parts, logger }),
      ...agentRoutes.mounts,
      ...(oauth?.mounts<AgentGuest>() ?? []),
      ...createApiRoutes<AgentGuest>({ version, sealed }),
    ],
    counts: { mcp_sessions: () => mcp.sessionCount() },
    sweep: async () => mcp.sweep(),
    authenticate: createAuthenticator({ storage, trail, everybody, oauth, identifyDeps }),
    async isReady() {
      return Promise.all([storage.vaults.listVaults(), trail.list({ limit: 1 })]).then(
        () => true,
        () => false,
      );
    },
    async close() {
      unsubscribe();
      await mcp.close();
      await agentRoutes.close();
      await oauth?.close();
      await everybody.settled();
      await parts.close();
    },
  };
}

interface AuthenticatorDeps extends Pick<Parts, 'storage' | 'trail'> {
  readonly everybody: Broker;
  readonly oauth: OAuthAccess | undefined;
  readonly identifyDeps: IdentifyDeps;
}

function createAuthenticator(deps: AuthenticatorDeps): Authenticator<AgentGuest> {
  const { storage, trail, everybody, oauth, identifyDeps } = deps;
  const brokerOf = (agent: IdentifiedAgent): Broker => everybody.as(createCaller(agent, storage));
  return async (token, { remote, path }) => {
    const attempt = { transport: transportOf(path), remote } as const;
    // Access tokens say what they are for in scopes of MCP.
    if (oauth?.takes(token) === true && !path.startsWith(API_PATH))
      return authenticateAccess({ oauth, trail, brokerOf }, token, attempt);
    const identified = path.startsWith(SEALED_PATH)
      ? await identifyHolder(identifyDeps, token)
      : await identifyByToken(identifyDeps, token);
    if (identified.kind !== 'refused') {
      const isWelcome = watchToken(identifyDeps, identified.principal);
      return identified.kind === 'holder'
        ? { kind: 'guest', guest: { ...guestOf(identified, everybody, isWelcome), holder: identified } }
        : { kind: 'guest', guest: guestOf(identified, brokerOf(identified), isWelcome) };
    }
    // Without a token there is nothing to refuse: that is how a client finds out that it needs one.
    if (token !== '') await recordRefused(trail, identified, attempt);
    return oauth === undefined ? { kind: 'refused' } : { kind: 'refused', challenge: oauth.challenge(token) };
  };
}

/** The version as clients are told it. It says nothing beyond one process. */
function changeText(changes: ChangeFeed): () => Promise<string> {
  const server = newId(systemRandom);
  return async () => `${server}.${await changes.version()}`;
}

const NOBODY: Caller = {
  identify: async () => ({ kind: 'refused', reason: 'the request came without an agent' }),
};

function ownMounts(mcp: HttpDoor, deps: EventRouteDeps): readonly Mount<AgentGuest>[] {
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
    ...createEventRoutes<AgentGuest>(deps),
  ];
}

function transportOf(path: string): 'http' | 'sse' {
  return path === '/sse' || path === '/messages' ? 'sse' : 'http';
}

interface AccessDeps {
  readonly oauth: OAuthAccess;
  readonly trail: AuditTrail;
  readonly brokerOf: (agent: IdentifiedAgent) => Broker;
}

async function authenticateAccess(
  { oauth, trail, brokerOf }: AccessDeps,
  token: string,
  attempt: Attempt,
): Promise<Authentication<AgentGuest>> {
  const answer = await oauth.authenticate(token);
  if (answer.kind === 'refused') {
    const { because, status, challenge, facts } = answer;
    const code = status === 403 ? 'IDENTITY_NOT_PERMITTED' : 'IDENTITY_TOKEN_INVALID';
    await recordRefused(trail, { code, because, oauth: facts }, attempt);
    return { kind: 'refused', status, challenge };
  }
  const { identified, guestId, access, isWelcome } = answer;
  return { kind: 'guest', guest: { ...guestOf(identified, brokerOf(identified), isWelcome), id: guestId, access } };
}

function guestOf(
  { principal }: Pick<IdentifiedAgent, 'principal'>,
  broker: Broker,
  isWelcome: () => Promise<boolean>,
): AgentGuest {
  const { agentId, agentName: name } = principal;
  return { id: agentId, agentId, name, broker, isWelcome };
}

interface SessionEvent {
  readonly type: 'session.opened' | 'session.closed';
  readonly guest: SessionGuest;
  readonly facts: ConnectionFacts;
}

async function recordSession(trail: AuditTrail, { type, guest, facts }: SessionEvent): Promise<void> {
  const { agentId: id, name } = guest;
  const session = { principal: { kind: 'agent', id, name }, era: 'legacy', ...facts };
  await trail.record({ type, call_id: newId(systemRandom), session, agent: { id, name } });
}

interface Missing {
  readonly guest: SessionGuest;
  readonly facts: ConnectionFacts;
  readonly scopes: readonly Scope[];
}

async function recordMissing(trail: AuditTrail, { guest, facts, scopes }: Missing): Promise<void> {
  const { agentId: id, name } = guest;
  await trail.record({
    type: 'call.denied',
    call_id: newId(systemRandom),
    session: { principal: { kind: 'agent', id, name }, ...facts },
    agent: { id, name },
    outcome: { result: 'denied', code: 'IDENTITY_NOT_PERMITTED' },
    detail: { missing_scopes: [...scopes] },
  });
}

interface RefusedFacts {
  readonly code: ErrorCode;
  readonly because: string;
  readonly oauth?: GuestAccess['facts'] | undefined;
}

interface Attempt {
  readonly transport: 'http' | 'sse';
  readonly remote: Remote;
}

async function recordRefused(trail: AuditTrail, refused: RefusedFacts, attempt: Attempt): Promise<void> {
  const { code, because, oauth } = refused;
  const { transport, remote } = attempt;
  await trail.record({
    type: 'session.refused',
    call_id: newId(systemRandom),
    session: {
      principal: { kind: 'unknown' },
      transport,
      remote: { ...remote },
      ...(oauth === undefined ? {} : { oauth }),
    },
    outcome: { result: 'denied', code },
    detail: { because },
  });
}
