import type { RecordedSession, SessionFacts, SessionPrincipal } from '../core/index.ts';

/** An agent as identification gives it. */
export interface AgentIdentity {
  readonly agentId: string;
  readonly agentName: string;
  readonly tokenId?: string | undefined;
}

type Facts = Partial<SessionFacts>;

/** The session of a record by an agent. */
export function agentActor({ agentId: id, agentName: name, tokenId }: AgentIdentity, facts: Facts): RecordedSession {
  return { ...facts, principal: { kind: 'agent', id, name, ...(tokenId === undefined ? {} : { token_id: tokenId }) } };
}

/** The session of a record by anyone else: the owner, Keyward itself, or a caller that could not be identified. */
export function actor(kind: Exclude<SessionPrincipal['kind'], 'agent'>, facts: Facts): RecordedSession {
  return { ...facts, principal: { kind } };
}
