import type { ServerContext } from '@modelcontextprotocol/server';
import type { Broker } from '../broker/index.ts';
import type { Scope } from './scopes.ts';
import type { ConnectionFacts } from './session.ts';

/** What one MCP server is made of, whichever transport it is behind. */
export interface ServerDeps {
  readonly version: string;
  /** How long a call waits for a person's answer. Default: not at all. */
  readonly approvalWaitMs?: number | undefined;
  readonly connection: (context: ServerContext) => ConnectionFacts;
  /** Requested for when a tool is called, so that `tools/list` answers before the vault is open. */
  readonly broker: (context: ServerContext) => Promise<Broker>;
  /** Whether the access token of a request has this scope; absent where there are none. */
  readonly isAllowed?: (context: ServerContext, scope: Scope) => boolean;
}
