import { isKeywardError, KeywardError, retryOn } from '../core/index.ts';
import { type AgentSummary, summariseAgent } from './agent-summary.ts';
import { agentNotFound, findRecord, vaultKeysOf } from './find-agent.ts';
import { type AgentDeps, issueToken, type TokenScope } from './issue-token.ts';

export interface TaskTokenDraft extends TokenScope {
  /** It never outlives the agent's own token. */
  readonly expiresInMs: number;
}

export interface TaskToken {
  readonly agent: AgentSummary;
  readonly tokenId: string;
  /** Shown once. It is stored nowhere. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Make a token for one job of an agent that is active: narrower than the agent in vaults, items, rights, uses and time.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also when the agent is expired or revoked, `IDENTITY_NOT_PERMITTED` for an item
 * of a vault the agent was not granted, `CONFIG_INVALID`, and `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function issueTaskToken(deps: AgentDeps, ref: string, draft: TaskTokenDraft): Promise<TaskToken> {
  // A vault may get a new key on the way: the token must get that one.
  return retryOn('VAULT_KEY_CHANGED', async () => issue(deps, ref, draft));
}

async function issue(deps: AgentDeps, ref: string, draft: TaskTokenDraft): Promise<TaskToken> {
  const { store, owner, clock } = deps;
  const { expiresInMs, ...scope } = draft;
  const record = await findRecord(store, ref);
  const now = clock.now();
  const agent = summariseAgent(record, owner.publicKey, now);
  if (agent.status !== 'active') throw agentNotFound();
  const granted = agent.grants.map(({ vaultId }) => vaultId);
  // A hook that can only end the agent opens nothing, nor does a caller that may only read the trail.
  const vaultKeys =
    scope.kind === 'deprovision' || scope.kind === 'audit' ? [] : await vaultKeysOf(owner, vaultsOf(scope, granted));
  const lifetimeMs = Math.min(expiresInMs, agent.expiresAt - now);
  const token = issueToken(deps, { agentId: agent.id, expiresInMs: lifetimeMs, vaultKeys, scope });
  const addition = { token: token.row, sealedKeys: token.sealedKeys, retire: [], shorten: [], at: now };
  await store.addToken(addition).catch((error: unknown) => {
    throw isKeywardError(error, 'STORAGE_CONFLICT') ? agentNotFound() : error;
  });
  return { agent, tokenId: token.row.id, token: token.text, expiresAt: token.expiresAt };
}

function vaultsOf({ items }: TokenScope, granted: readonly string[]): readonly string[] {
  if (items === undefined) return granted;
  const wanted = [...new Set(items.map(({ vaultId }) => vaultId))];
  if (wanted.some((vaultId) => !granted.includes(vaultId))) {
    throw new KeywardError('IDENTITY_NOT_PERMITTED', 'the agent was not granted the vault of that item');
  }
  return wanted;
}
