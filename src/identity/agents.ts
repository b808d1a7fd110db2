import { isId, isKeywardError, type JsonObject, KeywardError, newId, retryOn } from '../core/index.ts';
import { type AgentSummary, summariseAgent } from './agent-summary.ts';
import { findRecord, vaultKeysOf } from './find-agent.ts';
import { type AgentDeps, type IssuedToken, issueToken } from './issue-token.ts';
import { type AgentLimits, checkLimits } from './limits.ts';
import type { Right } from './principal.ts';
import type { AgentRecord, AgentRow, GrantRow } from './store.ts';

export interface AgentDraft {
  /** 1 to 64 characters: lower-case letters, digits, dot, underscore, hyphen; first a letter or a digit. */
  readonly name: string;
  readonly vaultIds: readonly string[];
  readonly can: Right;
  readonly expiresInMs: number;
  readonly limits?: AgentLimits | undefined;
}

export interface AgentWithToken {
  readonly agent: AgentSummary;
  /** Shown once, to the owner. It is stored nowhere. */
  readonly token: string;
}

/**
 * Make an agent with its first token and a grant for each vault.
 *
 * Throws `IDENTITY_AGENT_EXISTS`, `VAULT_NOT_FOUND`, and `CONFIG_INVALID` for a bad name, lifetime or limit.
 */
export async function createAgent(deps: AgentDeps, draft: AgentDraft): Promise<AgentWithToken> {
  // A vault may get a new key on the way: the token must get that one.
  return retryOn('VAULT_KEY_CHANGED', async () => makeAgent(deps, draft));
}

async function makeAgent(deps: AgentDeps, draft: AgentDraft): Promise<AgentWithToken> {
  const { store, owner, clock, random } = deps;
  const limits = checkLimits(draft.limits);
  const name = checkName(draft.name);
  const vaultKeys = await vaultKeysOf(owner, [...new Set(draft.vaultIds)]);
  const id = newId(random);
  const createdAt = clock.now();
  const body: JsonObject & { readonly kind: string } = { v: 1, kind: 'agent', id, name, created_at: createdAt };
  const signed = owner.sign(limits === undefined ? body : { ...body, limits });
  const agent: AgentRow = { id, name, createdAt, revokedAt: undefined, ...signed };
  const grants = vaultKeys.map(({ vaultId }) => signGrant(deps, { agentId: id, vaultId, can: draft.can }));
  const token = issueToken(deps, { agentId: id, expiresInMs: draft.expiresInMs, vaultKeys });
  const record = { agent, grants, tokens: [token.row], sealedKeys: token.sealedKeys };
  await store.insertAgent(record).catch(refuseTakenName);
  return withToken(deps, record, token);
}

/**
 * Lift the suspension or the throttle of an agent. False when there was none.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`.
 */
export async function resumeAgent({ store }: Pick<AgentDeps, 'store'>, agentId: string): Promise<boolean> {
  if ((await store.findAgent(agentId)) !== undefined) return store.resumeAgent(agentId);
  throw new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'agent not found');
}

/** All agents, revoked ones too. Throws `IDENTITY_STATEMENT_TAMPERED`. */
export async function listAgents(deps: Pick<AgentDeps, 'store' | 'owner' | 'clock'>): Promise<readonly AgentSummary[]> {
  const records = await deps.store.listAgents();
  return records.map((record) => summariseAgent(record, deps.owner.publicKey, deps.clock.now()));
}

/** One agent, by name or id. Throws `IDENTITY_AGENT_NOT_FOUND` and `IDENTITY_STATEMENT_TAMPERED`. */
export async function describeAgent(
  { store, owner, clock }: Pick<AgentDeps, 'store' | 'owner' | 'clock'>,
  ref: string,
): Promise<AgentSummary> {
  return summariseAgent(await findRecord(store, ref), owner.publicKey, clock.now());
}

export function withToken({ owner, clock }: AgentDeps, record: AgentRecord, token: IssuedToken): AgentWithToken {
  return { agent: summariseAgent(record, owner.publicKey, clock.now()), token: token.text };
}

const NAME_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;

function checkName(name: string): string {
  if (NAME_PATTERN.test(name) && !isId(name)) return name;
  throw new KeywardError(
    'CONFIG_INVALID',
    'an agent name has 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen, begins with a letter or digit, and is no id',
  );
}

interface GrantOrder {
  readonly agentId: string;
  readonly vaultId: string;
  readonly can: Right;
}

function signGrant({ owner, clock, random }: AgentDeps, { agentId, vaultId, can }: GrantOrder): GrantRow {
  const id = newId(random);
  const body = { v: 1, kind: 'grant', id, agent_id: agentId, vault_id: vaultId, can, created_at: clock.now() };
  return { id, agentId, vaultId, ...owner.sign(body) };
}

function refuseTakenName(error: unknown): never {
  if (!isKeywardError(error, 'STORAGE_CONFLICT')) throw error;
  throw new KeywardError('IDENTITY_AGENT_EXISTS', 'the agent name is taken', { cause: error });
}
