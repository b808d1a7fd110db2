import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import {
  Client,
  StreamableHTTPClientTransport,
  type AuthProvider,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';
import { loadConfig, processSource } from '../../src/config/index.ts';
import { silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { parseListenRules, startHttpServer, type HttpLimits } from '../../src/server/listener/index.ts';
import { openServerApp } from '../../src/server/server-app.ts';
import { CANARY } from './agent-kit.ts';
import { openCommandLine, type CommandLine } from './command-line.ts';
import { bearer, callTool, negotiation, type ConnectOptions, type HttpClient } from './http-kit.ts';
import { startHttpPeer, type HttpPeer } from './lab/http-peer.ts';

/** The address clients know the server by, as behind a proxy: a free port is not known when the settings are written. */
export const RESOURCE = 'http://127.0.0.1:7117/mcp';
const ORIGIN = new URL(RESOURCE).origin;

/** A real authorization server on loopback. */
export interface Issuer {
  readonly issuer: string;
  /** How often it was asked for its keys. */
  readonly askedForKeys: () => number;
  /** An access token as it gives them to people, for a client `app`. */
  token(options?: TokenOptions): Promise<string>;
  /** Its own signing key, as a thief would have it: to make tokens no issuer would make. */
  readonly key: JWK;
}

export interface TokenOptions {
  readonly subject?: string;
  readonly scope?: string;
  readonly resource?: string;
  readonly seconds?: number;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const ALL_SCOPES = 'keyward:list keyward:read keyward:write';

let keyPair: Promise<{ readonly jwk: JWK }> | undefined;

// One for all tests of a file: an RSA key takes long to make.
async function signingKey(): Promise<JWK> {
  keyPair ??= generateKeyPair('RS256', { extractable: true }).then(async ({ privateKey }) => ({
    jwk: { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' },
  }));
  return (await keyPair).jwk;
}

export async function startIssuer(): Promise<Issuer> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer listens on no port');
  const issuer = `http://127.0.0.1:${String(address.port)}`;
  const key = await signingKey();
  const provider = new Provider(issuer, configuration(key));
  let keysAsked = 0;
  server.on('request', (request) => (keysAsked += request.url === '/jwks' ? 1 : 0)).on('request', provider.callback());
  return { issuer, key, askedForKeys: () => keysAsked, token: async (options = {}) => mint(provider, options) };
}

function configuration(key: JWK): Readonly<Record<string, unknown>> {
  const common = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };
  return {
    jwks: { keys: [key] },
    clients: ['app', 'robot'].map((client_id) => ({ ...common, client_id, client_secret: `${client_id}-secret` })),
    ttl: { AccessToken: 300, ClientCredentials: 300 },
    extraTokenClaims: (_context: unknown, token: object) => extras.get(token),
    cookies: { keys: ['a key of the tests'] },
    scopes: [...ALL_SCOPES.split(' '), 'keyward:vault:prod'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: unknown, resource: string) => resourceServer(resource, 300),
      },
    },
  };
}

function resourceServer(resource: string, accessTokenTTL: number): Readonly<Record<string, unknown>> {
  const scope = `${ALL_SCOPES} keyward:vault:prod`;
  return { scope, audience: resource, accessTokenTTL, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
}

const extras = new WeakMap<object, Readonly<Record<string, unknown>>>();

async function mint(
  { AccessToken, ResourceServer, Client: clients }: Provider,
  { subject = 'alice', scope = ALL_SCOPES, resource = RESOURCE, seconds = 300, extra = {} }: TokenOptions,
): Promise<string> {
  const client = await clients.find('app');
  const token = new AccessToken({ accountId: subject, client, scope, gty: 'authorization_code' });
  token.resourceServer = new ResourceServer(resource, resourceServer(resource, seconds));
  extras.set(token, extra);
  return token.save();
}

/** A server on a data folder that the command line has filled: vaults `dev` and `prod`, an item `api` in each. */
export interface OAuthKit extends CommandLine {
  readonly issuer: Issuer;
  readonly upstream: HttpPeer;
  readonly url: string;
  sweep(): Promise<void>;
  connect(auth: string | AuthProvider | OAuthClientProvider, options?: ConnectOptions): Promise<HttpClient>;
  post(token: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** `fetch` for the address that clients know. */
  readonly fetch: typeof fetch;
}

export async function startOAuthKit(limits: Partial<HttpLimits> = {}): Promise<OAuthKit> {
  const [line, issuer, upstream] = [await openCommandLine(), await startIssuer(), await startHttpPeer()];
  const settings = { oauth: { resource: RESOURCE, issuers: [issuer.issuer] } };
  await writeFile(join(line.home, 'config.json'), JSON.stringify(settings), { mode: 0o600 });
  for (const vault of ['dev', 'prod']) {
    await line.json(['vault', 'create', vault]);
    await line.json(
      ['item', 'create', `${vault}/api`, '--url', upstream.origin, '--auth', 'bearer', '--allow', 'GET,POST /**'],
      CANARY,
    );
  }
  const { url, sweep } = await startServer(line.home, limits);
  const reach: typeof fetch = async (input, init) =>
    fetch(String(input instanceof Request ? input.url : input).replace(ORIGIN, url), init);
  return {
    ...line,
    issuer,
    upstream,
    url,
    sweep,
    fetch: reach,
    post: async (token, body, headers = {}) =>
      fetch(`${url}/mcp`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...bearer(token),
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    connect: async (auth, options = {}) => connect(reach, auth, options),
  };
}

async function startServer(home: string, limits: Partial<HttpLimits>) {
  const env = { KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off' };
  const config = loadConfig({ ...processSource(), env });
  const deps = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const app = await openServerApp({ config, logger: silentLogger, version: '0.0.0' });
  const { authenticate, routes, isReady, counts } = app;
  const server = await startHttpServer({
    ...deps,
    rules: parseListenRules({ port: 0 }),
    authenticate,
    routes,
    isReady,
    counts,
    limits: { drainMs: 100, ...limits },
  });
  onTestFinished(async () => {
    await server.close();
    await app.close();
  });
  return { url: server.url, sweep: async () => void (await Promise.all([app.sweep(), server.sweep()])) };
}

async function connect(
  reach: typeof fetch,
  auth: string | AuthProvider | OAuthClientProvider,
  { era = 'legacy', name = 'test' }: ConnectOptions,
): Promise<HttpClient> {
  const authProvider = typeof auth === 'string' ? { token: async () => auth } : auth;
  const transport = new StreamableHTTPClientTransport(new URL(RESOURCE), { authProvider, fetch: reach });
  const client = new Client({ name, version: '1.2.3' }, negotiation(era));
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, transport, call: async (tool, args) => callTool(client, tool, args) };
}
