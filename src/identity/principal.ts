import type { AgentLimits } from './limits.ts';

/** `use`: only through the broker, never a value. `read`: may resolve values. */
export type Right = 'use' | 'read';

export interface Grant {
  readonly id: string;
  readonly vaultId: string;
  readonly can: Right;
}

/** An agent as verified: every member comes from a statement its owner signed. */
export interface Principal {
  readonly agentId: string;
  readonly agentName: string;
  /** Absent when the owner started the server for the agent. */
  readonly tokenId?: string;
  /** Milliseconds since the epoch; from then on the agent is refused. */
  readonly expiresAt: number;
  readonly grants: readonly Grant[];
  /** Where it may be used from: see `brokenLimit`. */
  readonly limits?: AgentLimits;
  /** Until then it may make a few calls a minute only: it behaved unusually. */
  readonly throttledUntil?: number;
}
