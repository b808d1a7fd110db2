import { isKeywardError } from '../core/index.ts';
import { summariseAgent, throttleOf, type AgentSummary } from './agent-summary.ts';
import { type Identification, type IdentifyDeps, identify, refuse } from './identification.ts';
import type { Owner } from './owner.ts';
import type { AgentRecord, IdentityStore } from './store.ts';

export interface IdentifyAsOwnerDeps extends IdentifyDeps {
  readonly store: IdentityStore;
  readonly owner: Owner;
}

/**
 * Act as one of the owner's agents without its token: the owner starts the server on his own machine.
 *
 * The agent's grants, expiry and revocation hold as they do for a token.
 */
export async function identifyAsOwner(deps: IdentifyAsOwnerDeps, agentName: string): Promise<Identification> {
  const { store, owner, clock } = deps;
  return identify(deps, async () => {
    const record = await store.findAgentByName(agentName);
    if (record === undefined || record.agent.name !== agentName) return refuse('unknown');
    const agent = summarise(record, owner, clock.now());
    if (agent === undefined) return refuse('tampered');
    if (agent.status !== 'active') return refuse(agent.status);
    const found = await Promise.all(agent.grants.map(({ vaultId }) => owner.vaultKey(vaultId)));
    const vaultKeys = found.filter((vaultKey) => vaultKey !== undefined);
    const opened = new Set(vaultKeys.map(({ vaultId }) => vaultId));
    const grants = agent.grants.filter(({ vaultId }) => opened.has(vaultId));
    const principal = {
      agentId: agent.id,
      agentName: agent.name,
      expiresAt: agent.expiresAt,
      grants,
      ...limitsOf(agent),
      ...throttleOf(record),
    };
    return { kind: 'agent', principal, signedGrants: agent.grants, ownerPublicKey: owner.publicKey, vaultKeys };
  });
}

function limitsOf({ limits }: AgentSummary): Pick<AgentSummary, 'limits'> {
  return limits === undefined ? {} : { limits };
}

function summarise(record: AgentRecord, owner: Owner, now: number): AgentSummary | undefined {
  try {
    return summariseAgent(record, owner.publicKey, now);
  } catch (error) {
    if (isKeywardError(error, 'IDENTITY_STATEMENT_TAMPERED')) return undefined;
    throw error;
  }
}
