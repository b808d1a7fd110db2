import { openBrokers, withNewRuntime, type Runtime, type RuntimeOptions } from '../app/index.ts';
import type { Caller } from '../broker/index.ts';
import { newId } from '../core/index.ts';
import { cachedIdentityStore } from '../identity/index.ts';
import { createMcpHttp, type McpHttpDeps, type McpHttpTransport } from '../mcp/index.ts';
import { createSealedReads } from '../sealed/index.ts';
import { createAuthenticator, type AuthenticatedAgent } from './authenticate.ts';
import type { Authenticator, HttpServerDeps, Route } from './listener/index.ts';
import { mcpRecords } from './mcp-records.ts';
import { createReadiness } from './readiness.ts';
import { createOAuthAccess } from './oauth/resource-server.ts';
import { createAgentRoutes } from './routes/agents.ts';
import { createApiRoutes } from './routes/api.ts';
import { createEventRoutes } from './routes/events.ts';

export interface ServerAppOptions extends RuntimeOptions {
  readonly version: string;
  readonly sessionLimits?: McpHttpDeps['limits'];
  /** What clients talk to behind the same routes; Keyward's own server, unless given. */
  readonly createMcpServer?: McpHttpDeps['createServer'] | undefined;
}

/** Everything a server for many agents is made of. It holds no key between requests: what a token opens is dropped with the answer. */
export interface ServerApp {
  readonly authenticate: Authenticator<AuthenticatedAgent>;
  /** What is served where; a module with routes of its own adds them to this list. */
  readonly routes: readonly Route<AuthenticatedAgent>[];
  /** Gauges for /metrics. */
  readonly counts: HttpServerDeps<AuthenticatedAgent>['counts'] & object;
  /** Ends sessions that are over, and tells the others of changed items. To be called every few seconds. */
  sweep(): Promise<void>;
  /** True while the vaults can be read and the trail can be written, found out within three seconds. */
  isReady(): Promise<boolean>;
  /** Waits for calls under way, then closes connections and files. */
  close(): Promise<void>;
}

/** Throws `VAULT_FOLDER_UNSAFE` and `STORAGE_*`. */
export async function openServerApp(options: ServerAppOptions): Promise<ServerApp> {
  return withNewRuntime(options, async (runtime) => serverAppOn(runtime, options));
}

async function serverAppOn(runtime: Runtime, options: ServerAppOptions): Promise<ServerApp> {
  const { storage, trail, clock, random, logger } = runtime;
  const { version } = options;
  const brokers = await openBrokers(runtime, { session: { transport: 'http' }, version });
  const sharedBroker = brokers.createBroker(ANONYMOUS);
  const identifyDeps = { store: cachedIdentityStore(storage.identity), clock };
  const { http } = await runtime.network();
  const oauth = createOAuthAccess({ ...runtime, http }, identifyDeps);
  const mcp = createMcpHttp({
    version,
    approvalWaitMs: runtime.config.settings.approvals.wait_seconds * 1_000,
    limits: options.sessionLimits,
    createServer: options.createMcpServer,
    ...mcpRecords(runtime),
    clock,
    random,
    logger,
  });
  const change = changeText(runtime);
  const sealed = createSealedReads({ store: storage.vaults, trail, change, random });
  const unsubscribe = storage.identity.changes.subscribe(() => mcp.itemsChanged());
  return {
    routes: [
      ...mcpRoutes(mcp),
      ...createEventRoutes<AuthenticatedAgent>(runtime),
      ...createAgentRoutes<AuthenticatedAgent>(runtime, http),
      ...(oauth?.routes<AuthenticatedAgent>() ?? []),
      ...createApiRoutes<AuthenticatedAgent>({ version, sealed }),
    ],
    counts: { mcp_sessions: () => mcp.sessionCount() },
    sweep: async () => mcp.sweep(),
    authenticate: createAuthenticator({ runtime, sharedBroker, oauth, identifyDeps }),
    isReady: createReadiness(runtime),
    async close() {
      unsubscribe();
      await mcp.close();
      await sharedBroker.settled();
      await brokers.close();
      await runtime.close();
    },
  };
}

/** The version as clients are told it. It says nothing beyond one process. */
function changeText({ storage, random }: Runtime): () => Promise<string> {
  const server = newId(random);
  return async () => `${server}.${await storage.identity.changes.version()}`;
}

const ANONYMOUS: Caller = {
  identify: async () => ({ kind: 'refused', reason: 'the request came without an agent' }),
};

function mcpRoutes(mcp: McpHttpTransport): readonly Route<AuthenticatedAgent>[] {
  const authentication = 'agent';
  return [
    ...(['/mcp', '/mcp/'] as const).map((path): Route<AuthenticatedAgent> => ({
      path,
      methods: ['GET', 'POST', 'DELETE'],
      authentication,
      cors: true,
      handle: async (incoming) => mcp.streamable(incoming),
    })),
    { path: '/sse', methods: ['GET'], authentication, cors: true, handle: async (incoming) => mcp.sse(incoming) },
    {
      path: '/messages',
      methods: ['POST'],
      authentication,
      cors: true,
      handle: async (incoming) => mcp.messages(incoming),
    },
  ];
}
