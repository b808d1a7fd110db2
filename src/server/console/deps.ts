import type { Approvals } from '../../approval/index.ts';
import type { Runtime } from '../../app/index.ts';
import type { RecordedSession } from '../../core/index.ts';
import type { AgentDeps } from '../../identity/index.ts';
import type { OwnerVaults } from '../../vault/index.ts';
import type { ConsoleSessions } from './sessions.ts';

/** What the pages read and the actions change: the open data folder, with the key of its owner. */
export interface ConsoleDeps {
  readonly runtime: Runtime;
  readonly vaults: OwnerVaults;
  readonly agents: AgentDeps;
  readonly approvals: Approvals;
  readonly sessions: ConsoleSessions;
}

/** One page that was requested by a signed-in person. */
export interface PageRequest {
  readonly query: URLSearchParams;
  /** Of the session in which it was requested. */
  readonly sessionId: string;
}

/** One act of a signed-in person. */
export interface ActionRequest {
  /** The fields of its form. */
  readonly fields: Readonly<Record<string, string>>;
  readonly sessionId: string;
  /** The person, for the records of what is changed. */
  readonly person: RecordedSession;
}
