import { isId, isKeywardError, KeywardError, newId } from '../core/index.ts';
import { type AgentSummary, summariseAgent } from './agent-summary.ts';
import { type AgentDeps, type IssuedToken, issueToken } from './issue-token.ts';
import type { GrantedKey } from './owner.ts';
import type { Right } from './principal.ts';
import type { AgentRecord, AgentRow, GrantRow } from './store.ts';

export interface AgentDraft {
  /** 1 to 64 characters: lower-case letters, digits, dot, underscore, hyphen; first a letter or a digit. */
  readonly name: string;
  readonly vaultIds: readonly string[];
  readonly can: Right;
  readonly expiresInMs: number;
}

export interface AgentWithToken {
  readonly agent: AgentSummary;
  /** Shown once, to the owner. It is stored nowhere. */
  readonly token: string;
}

/**
 * Make an agent with its first token and a grant for each vault.
 *
 * Throws `IDENTITY_AGENT_EXISTS`, `VAULT_NOT_FOUND`, and `CONFIG_INVALID` for a bad name or lifetime.
 */
export async function createAgent(deps: AgentDeps, draft: AgentDraft): Promise<AgentWithToken> {
  const { store, owner, clock, random } = deps;
  const name = checkName(draft.name);
  const vaultKeys = await vaultKeysOf(deps, [...new Set(draft.vaultIds)]);
  const id = newId(random);
  const createdAt = clock.now();
  const signed = owner.sign({ v: 1, kind: 'agent', id, name, created_at: createdAt });
  const agent: AgentRow = { id, name, createdAt, revokedAt: undefined, ...signed };
  const grants = vaultKeys.map(({ vaultId }) => signGrant(deps, { agentId: id, vaultId, can: draft.can }));
  const token = issueToken(deps, { agentId: id, expiresInMs: draft.expiresInMs, vaultKeys });
  const record = { agent, grants, tokens: [token.row], sealedKeys: token.sealedKeys };
  await store.insertAgent(record).catch(refuseTakenName);
  return withToken(deps, record, token);
}

export interface RotateOptions {
  readonly expiresInMs: number;
}

/**
 * Give an agent a new token with the same grants. The tokens it had end at once.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also for a revoked agent, and `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function rotateAgent(deps: AgentDeps, ref: string, options: RotateOptions): Promise<AgentWithToken> {
  const { store, owner, clock } = deps;
  const record = await findRecord(deps, ref);
  const { id, grants } = summariseAgent(record, owner.publicKey, clock.now());
  if (record.agent.revokedAt !== undefined) throw notFound();
  const vaultIds = grants.map(({ vaultId }) => vaultId);
  const token = issueToken(deps, { agentId: id, ...options, vaultKeys: await vaultKeysOf(deps, vaultIds) });
  const retired = record.tokens.filter((row) => row.revokedAt === undefined).map((row) => row.id);
  await store
    .addToken({ token: token.row, sealedKeys: token.sealedKeys, retire: retired, at: clock.now() })
    .catch(refuseRevoked);
  return withToken(deps, { ...record, tokens: [token.row] }, token);
}

/**
 * End an agent: its tokens are refused from the next call on, and its sealed keys are deleted.
 *
 * By id it works also on a record that was tampered with. Throws `IDENTITY_AGENT_NOT_FOUND`, and by
 * name `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function revokeAgent({ store, owner, clock }: AgentDeps, ref: string): Promise<{ readonly id: string }> {
  const record = await findRecord({ store }, ref);
  // A name column moved to another row would have the wrong agent revoked.
  if (!isId(ref)) summariseAgent(record, owner.publicKey, clock.now());
  const { id } = record.agent;
  if (!(await store.revokeAgent(id, clock.now()))) throw notFound();
  return { id };
}

/** All agents, revoked ones too. Throws `IDENTITY_STATEMENT_TAMPERED`. */
export async function listAgents(deps: Pick<AgentDeps, 'store' | 'owner' | 'clock'>): Promise<readonly AgentSummary[]> {
  const records = await deps.store.listAgents();
  return records.map((record) => summariseAgent(record, deps.owner.publicKey, deps.clock.now()));
}

const NAME_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;

function checkName(name: string): string {
  if (NAME_PATTERN.test(name) && !isId(name)) return name;
  throw new KeywardError(
    'CONFIG_INVALID',
    'an agent name has 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen, begins with a letter or digit, and is no id',
  );
}

async function vaultKeysOf({ owner }: AgentDeps, vaultIds: readonly string[]): Promise<readonly GrantedKey[]> {
  return Promise.all(
    vaultIds.map(async (vaultId) => {
      const vaultKey = await owner.vaultKey(vaultId);
      if (vaultKey === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'there is no such vault');
      return vaultKey;
    }),
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
  throw new KeywardError('IDENTITY_AGENT_EXISTS', 'there is an agent of that name already', { cause: error });
}

// The agent was revoked while the new token was being made.
function refuseRevoked(error: unknown): never {
  throw isKeywardError(error, 'STORAGE_CONFLICT') ? notFound() : error;
}

function withToken({ owner, clock }: AgentDeps, record: AgentRecord, token: IssuedToken): AgentWithToken {
  return { agent: summariseAgent(record, owner.publicKey, clock.now()), token: token.text };
}

async function findRecord({ store }: Pick<AgentDeps, 'store'>, ref: string): Promise<AgentRecord> {
  const record = isId(ref) ? await store.findAgent(ref) : await store.findAgentByName(ref);
  if (record === undefined) throw notFound();
  return record;
}

function notFound(): KeywardError {
  return new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'there is no such agent');
}
