import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import type { Broker } from '../broker/index.ts';
import type { ServerDeps } from './server-deps.ts';
import type { ConnectionFacts } from './session.ts';

/** One HTTP request to an MCP route, after the listener found out whose it is. */
export interface McpRequest {
  readonly request: Request;
  /** The body, parsed; undefined where there is none. */
  readonly body: unknown;
  readonly client: McpClient;
  readonly remote: { readonly address: string; readonly origin?: string };
  /** One for each TCP connection. */
  readonly connectionId: string;
  onClosed(listener: () => void): void;
}

export interface McpClient {
  /** A session belongs to the client who opened it, by this. */
  readonly id: string;
  readonly agentId: string;
  readonly name: string;
  /** Absent for a caller that shows an agent's token. */
  readonly access?: DelegatedAccess | undefined;
  /** Acts as this client, for as long as this one request takes. */
  readonly broker: Broker;
  readonly isStillAuthorized: () => Promise<boolean>;
}

/** The access token (OAuth) a client came with: without the token. */
export interface DelegatedAccess {
  /** For the trail. */
  readonly facts: NonNullable<ConnectionFacts['oauth']>;
  readonly scopes: ReadonlySet<string>;
  /** The value of `WWW-Authenticate` that asks for these scopes. */
  challenge(scopes: readonly string[]): string;
  /**
   * Whether the caller would be let in again with a fresh token. A stream ends with the token it was opened with; a
   * session, which opens nothing, need not.
   */
  readonly canReauthorize: () => Promise<boolean>;
}

/** Visits on their way through the SDK, which hands `authInfo` from the transport to the tool as it is. */
export interface RequestContexts extends Pick<ServerDeps, 'connection' | 'broker' | 'isAllowed'> {
  /** What to give the SDK. It holds no token: what a tool does not have it cannot pass on. */
  announce(incoming: McpRequest, connection: ConnectionFacts): AuthInfo;
}

export function createRequestContexts(): RequestContexts {
  const announced = new WeakMap<AuthInfo, { readonly incoming: McpRequest; readonly connection: ConnectionFacts }>();
  const find = ({ http }: ServerContext): { readonly incoming: McpRequest; readonly connection: ConnectionFacts } => {
    const found = http?.authInfo === undefined ? undefined : announced.get(http.authInfo);
    if (found === undefined) throw new TypeError('a request reached a tool without its visit');
    return found;
  };
  return {
    announce(incoming, connection) {
      const pass: AuthInfo = { token: '', clientId: incoming.client.id, scopes: [] };
      announced.set(pass, { incoming, connection });
      return pass;
    },
    connection: (context) => find(context).connection,
    broker: async (context) => find(context).incoming.client.broker,
    isAllowed: (context, scope) => find(context).incoming.client.access?.scopes.has(scope) ?? true,
  };
}
