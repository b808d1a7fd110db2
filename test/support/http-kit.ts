import { Client } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { createAuditTrail, type AuditRecord } from '../../src/audit/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { SecretValue, silentLogger, systemClock, systemRandom, type Logger } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import {
  parseListenRules,
  startHttpServer,
  type HttpLimits,
  type HttpServer,
  type ListenInput,
} from '../../src/server/listener/index.ts';
import { createAgent, revokeAgent } from '../../src/identity/index.ts';
import { buildBinding } from '../../src/policy/index.ts';
import type { AuthenticatedAgent } from '../../src/server/authenticate.ts';
import { openServerApp, type ServerAppOptions } from '../../src/server/server-app.ts';
import { openStorage } from '../../src/storage/index.ts';
import { CANARY } from './agent-kit.ts';
import type { ToolAnswer } from './keyward.ts';
import { anchorFolder } from './anchor-folder.ts';
import { makeFolder } from './vault-kit.ts';
import type { Route } from '../../src/server/listener/index.ts';

export interface HttpKitOptions {
  readonly listen?: ListenInput;
  readonly limits?: Partial<HttpLimits>;
  readonly sessionLimits?: ServerAppOptions['sessionLimits'];
  readonly createMcpServer?: ServerAppOptions['createMcpServer'];
  readonly routes?: readonly Route<AuthenticatedAgent>[];
  readonly logger?: Logger;
  /** Where the item `api` of every agent may go. */
  readonly origin?: string;
}

/** A real server over real parts in this process, and the owner beside it, as another process would be. */
export interface HttpKit {
  readonly server: HttpServer;
  readonly url: string;
  /** An agent with a vault of its own, that holds an item `api` whose secret is `secret`. Answers its token. */
  addAgent(name: string, secret?: string): Promise<string>;
  revoke(name: string): Promise<void>;
  /** What the server does every few seconds by itself. */
  sweep(): Promise<void>;
  /** Oldest first. */
  records(): Promise<readonly AuditRecord[]>;
  post(body: unknown, headers?: Readonly<Record<string, string>>, path?: string): Promise<Response>;
  connect(token: string, options?: ConnectOptions): Promise<HttpClient>;
}

export interface ConnectOptions {
  readonly era?: 'legacy' | 'auto' | 'modern';
  readonly name?: string;
  readonly fetch?: typeof fetch;
}

export interface HttpClient {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
  call(name: string, args: Record<string, unknown>): Promise<ToolAnswer>;
}

export async function startHttpKit(options: HttpKitOptions = {}): Promise<HttpKit> {
  const folder = await makeFolder();
  const env = { KEYWARD_HOME: folder, KEYWARD_KEYCHAIN: 'off' };
  const config = loadConfig({ env, platform: process.platform, homedir: folder });
  await ready();
  const { logger = silentLogger } = options;
  const [clock, random] = [systemClock, systemRandom];
  const storage = await openStorage({ folder, logger });
  const owner = await anchorFolder({ folder, storage, ownerKey: random(32), clock });
  const agentDeps = { store: storage.identity, owner, clock, random };
  const trail = createAuditTrail({ store: storage.audit, clock, random, logger });
  const { sessionLimits, createMcpServer } = options;
  const app = await openServerApp({ config, logger, version: '0.0.0', sessionLimits, createMcpServer });
  const server = await startHttpServer({
    rules: parseListenRules({ port: 0, ...options.listen }),
    routes: [...app.routes, ...(options.routes ?? [])],
    authenticate: app.authenticate,
    isReady: app.isReady,
    counts: app.counts,
    limits: { drainMs: 100, ...options.limits },
    clock,
    random,
    logger,
  });
  onTestFinished(async () => {
    await server.close();
    await app.close();
    await storage.close();
  });
  const { url } = server;
  return {
    server,
    url,
    async addAgent(name, secret = CANARY) {
      const vault = await owner.createVault(name);
      const binding = buildBinding({ urls: [options.origin ?? 'http://127.0.0.1:9'], auth: { scheme: 'bearer' } });
      const fields = [{ id: 'credential', type: 'concealed', value: SecretValue.fromText(secret) }] as const;
      await owner.createItem(vault.id, { title: 'api', binding: JSON.parse(JSON.stringify(binding)), fields });
      const draft = { name, vaultIds: [vault.id], can: 'use', expiresInMs: 3_600_000 } as const;
      return (await createAgent(agentDeps, draft)).token;
    },
    async revoke(name) {
      const record = await storage.identity.findAgentByName(name);
      await revokeAgent(agentDeps, record?.agent.id ?? '');
    },
    async sweep() {
      await Promise.all([app.sweep(), server.sweep()]);
    },
    records: async () => (await trail.list({ limit: 1_000 })).toReversed(),
    post: async (body, headers = {}, path = '/mcp') =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    connect: async (token, connectOptions = {}) => connect(url, token, connectOptions),
  };
}

async function connect(
  url: string,
  token: string,
  { era = 'legacy', name = 'test', ...rest }: ConnectOptions,
): Promise<HttpClient> {
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: bearer(token) },
    ...rest,
  });
  const client = new Client({ name, version: '1.2.3' }, negotiation(era));
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, transport, call: async (tool, args) => callTool(client, tool, args) };
}

interface ToolCaller {
  callTool(parameters: { name: string; arguments: Record<string, unknown> }): Promise<Record<string, unknown>>;
}

/** Call a tool with whichever client, and take the answer apart. */
export async function callTool(client: ToolCaller, name: string, args: Record<string, unknown>): Promise<ToolAnswer> {
  const result = await client.callTool({ name, arguments: args });
  const content = result['structuredContent'];
  if (typeof content !== 'object' || content === null)
    throw new Error(`no structured content: ${JSON.stringify(result)}`);
  return { isError: result['isError'] === true, content: { ...content }, raw: JSON.stringify(result) };
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
} as const;

export function negotiation(era: NonNullable<ConnectOptions['era']>): ConstructorParameters<typeof Client>[1] {
  if (era === 'legacy') return {};
  return { versionNegotiation: { mode: era === 'auto' ? 'auto' : { pin: '2026-07-28' } } };
}
