import { isId } from '../../core/index.ts';
import type { Owner } from '../owner/open-owner.ts';
import { resolveAgent } from './resolve-agent.ts';

export interface AgentSubject {
  readonly id: string;
  readonly name?: string;
}

/**
 * Whom to end. An id goes through as it is: ending must work on a record whose statements do not verify any more.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`.
 */
export async function agentSubject(owner: Owner, reference: string): Promise<AgentSubject> {
  if (isId(reference)) return { id: reference };
  const { id, name } = await resolveAgent(owner, reference);
  return { id, name };
}
