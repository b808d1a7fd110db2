import type { Clock, Logger, Random } from '../core/index.ts';
import type { SessionLimits } from './http-sessions.ts';
import type { McpClient } from './request-context.ts';
import type { Scope } from './scopes.ts';
import type { createServer } from './server-factory.ts';
import type { ConnectionFacts } from './session.ts';

/** As much of a client as a session keeps. */
export type SessionHolder = Pick<McpClient, 'agentId' | 'name'>;

export interface McpHttpDeps {
  readonly version: string;
  readonly approvalWaitMs?: number | undefined;
  readonly limits?: Partial<SessionLimits> | undefined;
  /** What a client talks to behind this transport: one instance for each connection or request. Keyward's own, unless given. */
  readonly createServer?: typeof createServer | undefined;
  /** Called before a session is served: one that cannot be recorded is not opened. */
  readonly sessionOpened: (client: SessionHolder, facts: ConnectionFacts) => Promise<void>;
  readonly sessionClosed: (client: SessionHolder, facts: ConnectionFacts) => Promise<void>;
  /** Called before a request is refused for want of scopes. */
  readonly scopesMissing: (client: SessionHolder, facts: ConnectionFacts, scopes: readonly Scope[]) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
