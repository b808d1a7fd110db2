import { KeywardError } from '../../core/index.ts';
import {
  identifyByToken,
  listAgents,
  revokeAgent,
  rotateAgent,
  type AgentSummary,
  type AgentWithToken,
  type Right,
} from '../../identity/index.ts';
import { makeGrantedAgent } from '../agent/make-granted-agent.ts';
import type { SavedToken, TokenStore, VaultSummary } from '../../vault/index.ts';
import type { Owner } from '../owner/open-owner.ts';
import { resolveVault } from '../item/resolve-item.ts';
import { noteJson, readNote, type ConnectionNote } from './connection-note.ts';

export interface AgentOrder {
  readonly agentName: string;
  readonly clientName: string;
  readonly vaults: readonly string[];
  readonly can: Right | undefined;
  readonly expiresInMs: number;
  readonly rotate: boolean;
}

/** What has to happen before a client can act as the agent. */
export type AgentPlan =
  | { readonly kind: 'ready'; readonly agent: AgentSummary; readonly saved: SavedToken }
  | { readonly kind: 'create'; readonly vaults: readonly VaultSummary[] }
  | { readonly kind: 'renew'; readonly agent: AgentSummary; readonly saved: SavedToken | undefined };

/**
 * Look what there is. Throws `IDENTITY_AGENT_EXISTS` when the agent's token is somewhere else, `CONFIG_INVALID` when it
 * has other grants than wanted for or no vault was named, and `VAULT_NOT_FOUND`.
 */
export async function planAgent(owner: Owner, tokens: TokenStore, order: AgentOrder): Promise<AgentPlan> {
  const all = await listAgents(owner.agents);
  const agent = all.find(({ name, status }) => name === order.agentName && status !== 'revoked');
  if (agent === undefined) return { kind: 'create', vaults: await chosenVaults(owner, order.vaults) };
  await assertSameGrants(owner, agent, order);
  const found = await tokens.find(order.agentName);
  const saved = found?.agentId === agent.id ? found : undefined;
  if (saved === undefined && !order.rotate) throw tokenElsewhere(order.agentName);
  const isReady = saved !== undefined && !order.rotate && (await stillOpens(owner, tokens, order.agentName));
  return isReady ? { kind: 'ready', agent, saved } : { kind: 'renew', agent, saved };
}

export interface ReadyAgent {
  readonly agent: AgentSummary;
  readonly location: SavedToken['location'];
  readonly note: ConnectionNote;
}

/** Make the agent or its new token, both recorded, and keep the token. */
export async function carryOutPlan(
  { owner, tokens, order }: { readonly owner: Owner; readonly tokens: TokenStore; readonly order: AgentOrder },
  plan: AgentPlan,
): Promise<ReadyAgent> {
  if (plan.kind === 'ready')
    return { agent: plan.agent, location: plan.saved.location, note: readNote(plan.saved.note) };
  if (plan.kind === 'renew') {
    const note = readNote(plan.saved?.note);
    return saveToken(tokens, await renew(owner, plan.agent, order), note);
  }
  const made = await create(owner, plan.vaults, order);
  try {
    return await saveToken(tokens, made, { made_agent: true, connections: [] });
  } catch (error) {
    // Its token was never handed out: it would only block of the next attempt.
    await endAgent(owner, made.agent, order.clientName);
    throw error;
  }
}

/** Recorded. An agent that was ended meanwhile is no failure. */
export async function endAgent(
  owner: Owner,
  { id, name }: Pick<AgentSummary, 'id' | 'name'>,
  client: string,
): Promise<void> {
  const active = (await listAgents(owner.agents)).some((agent) => agent.id === id && agent.status !== 'revoked');
  if (!active) return;
  await owner.change(
    { type: 'agent.revoked', agent: { id, name }, detail: { client } },
    { change: () => revokeAgent(owner.agents, id) },
  );
}

async function create(owner: Owner, vaults: readonly VaultSummary[], order: AgentOrder): Promise<AgentWithToken> {
  const { agentName: name, clientName: client, can = 'use', expiresInMs } = order;
  const draft = { name, can, expiresInMs, vaultIds: vaults.map(({ id }) => id) };
  return makeGrantedAgent(owner, { draft, vaults, detail: { client } });
}

async function renew(owner: Owner, { id, name }: AgentSummary, order: AgentOrder): Promise<AgentWithToken> {
  const { clientName: client, expiresInMs } = order;
  return owner.change(
    { type: 'agent.rotated', agent: { id, name }, detail: { client } },
    { change: () => rotateAgent(owner.agents, id, { expiresInMs }) },
  );
}

async function saveToken(tokens: TokenStore, made: AgentWithToken, note: ConnectionNote): Promise<ReadyAgent> {
  const { agent, token } = made;
  const { location } = await tokens.save(agent.name, { agentId: agent.id, token, note: noteJson(note) });
  return { agent, location, note };
}

async function stillOpens({ agents, clock }: Owner, tokens: TokenStore, agentName: string): Promise<boolean> {
  const token = await tokens.load(agentName);
  return token !== undefined && (await identifyByToken({ store: agents.store, clock }, token)).kind === 'agent';
}

async function chosenVaults(owner: Owner, references: readonly string[]): Promise<readonly VaultSummary[]> {
  if (references.length > 0) return Promise.all(references.map((reference) => resolveVault(owner, reference)));
  const all = await owner.vaults.listVaults();
  if (all.length === 1) return all;
  if (all.length === 0) {
    throw new KeywardError('VAULT_NOT_FOUND', 'no vault exists yet for the client to use', {
      hint: 'make one with `keyward vault create ai-agents`, then store a secret with `keyward item create`',
    });
  }
  throw new KeywardError('CONFIG_INVALID', 'say which vault the client may use: --vault NAME', {
    hint: `there are ${all.map(({ name }) => name).join(', ')}`,
  });
}

async function assertSameGrants(owner: Owner, agent: AgentSummary, { vaults, can }: AgentOrder): Promise<void> {
  const has = agent.grants.map(({ vaultId }) => vaultId).sort();
  const wanted = await Promise.all(vaults.map(async (reference) => (await resolveVault(owner, reference)).id));
  const isOtherVault = wanted.length > 0 && [...new Set(wanted)].sort().join() !== has.join();
  if (!isOtherVault && (can === undefined || agent.grants.every((grant) => grant.can === can))) return;
  throw new KeywardError('CONFIG_INVALID', `the agent ${agent.name} is there already, with other grants`, {
    hint: 'leave --vault and --can out, name another agent with --agent, or --remove the connection first',
  });
}

function tokenElsewhere(agentName: string): KeywardError {
  return new KeywardError(
    'IDENTITY_AGENT_EXISTS',
    `the agent ${agentName} exists, and its token is not stored on this machine`,
    {
      hint: 'pass --rotate to give it a new token (the one it has ends), or another name with --agent',
    },
  );
}
