import { isId, KeywardError } from '../../core/index.ts';
import { listAgents, type AgentSummary } from '../../identity/index.ts';
import type { Owner } from '../owner/open-owner.ts';

/** The agent of that id, or the one that is not revoked of that name. Throws `IDENTITY_AGENT_NOT_FOUND`. */
export async function resolveAgent({ agents }: Pick<Owner, 'agents'>, reference: string): Promise<AgentSummary> {
  const named = (await listAgents(agents)).filter(({ id, name }) =>
    isId(reference) ? id === reference : name === reference,
  );
  const agent = named.find(({ status }) => status !== 'revoked') ?? named[0];
  if (agent !== undefined) return agent;
  throw new KeywardError('IDENTITY_AGENT_NOT_FOUND', `agent not found: ${JSON.stringify(reference.slice(0, 128))}`);
}
