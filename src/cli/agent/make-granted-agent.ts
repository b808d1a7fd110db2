import type { JsonObject } from '../../core/index.ts';
import { createAgent, type AgentDraft, type AgentWithToken } from '../../identity/index.ts';
import type { VaultSummary } from '../../vault/index.ts';
import type { Owner } from '../owner/open-owner.ts';

export interface GrantedAgentOrder {
  readonly draft: AgentDraft;
  /** Those of the draft. */
  readonly vaults: readonly Pick<VaultSummary, 'id' | 'name'>[];
  /** What else belongs into the record. */
  readonly detail: JsonObject;
}

/**
 * Make an agent, recorded with its grants: each call names the grant it was made under, and `agent.granted` says who gave it,
 * when, and to which vault.
 */
export async function makeGrantedAgent(
  owner: Owner,
  { draft, vaults, detail }: GrantedAgentOrder,
): Promise<AgentWithToken> {
  const { name, can } = draft;
  const said = { name, can, vaults: vaults.map(({ id, name: vaultName }) => ({ id, name: vaultName })), ...detail };
  const made = await owner.change(
    { type: 'agent.created', detail: said },
    {
      change: () => createAgent(owner.agents, draft),
      describe: ({ agent: { id, grants } }) => ({
        agent: { id, name },
        detail: { ...said, grants: grants.map((grant) => ({ grant_id: grant.id, vault_id: grant.vaultId, can })) },
      }),
    },
  );
  await recordGrants(owner, made, vaults);
  return made;
}

async function recordGrants(
  { trail, session }: Owner,
  { agent: { id, name, grants } }: AgentWithToken,
  vaults: GrantedAgentOrder['vaults'],
): Promise<void> {
  for (const { id: grantId, vaultId, can } of grants) {
    const vault = { id: vaultId, name: vaults.find((each) => each.id === vaultId)?.name };
    await trail.record({
      type: 'agent.granted',
      grant_id: grantId,
      session,
      agent: { id, name },
      vault,
      detail: { can },
    });
  }
}
