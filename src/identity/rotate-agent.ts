import { isKeywardError, retryOn } from '../core/index.ts';
import { summariseAgent } from './agent-summary.ts';
import { type AgentWithToken, withToken } from './agents.ts';
import { agentNotFound, findRecord, vaultKeysOf } from './find-agent.ts';
import { type AgentDeps, issueToken } from './issue-token.ts';
import { endingAt } from './shorten-token.ts';

export interface RotateOptions {
  readonly expiresInMs: number;
  /** How long the token it had goes on working beside the new one; when left out it ends at once. */
  readonly overlapMs?: number;
}

/**
 * Give an agent a new token with the same grants. The token it had ends at once, or after the overlap; task
 * tokens go on to their own end.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also for a revoked agent, `IDENTITY_STATEMENT_TAMPERED`, and
 * `STORAGE_CONFLICT` when another process changed the agent's tokens meanwhile.
 */
export async function rotateAgent(deps: AgentDeps, ref: string, options: RotateOptions): Promise<AgentWithToken> {
  // A vault may get a new key on the way: the token must get that one.
  return retryOn('VAULT_KEY_CHANGED', async () => rotate(deps, ref, options));
}

async function rotate(deps: AgentDeps, ref: string, options: RotateOptions): Promise<AgentWithToken> {
  const { store, owner, clock } = deps;
  const { expiresInMs, overlapMs = 0 } = options;
  const record = await findRecord(store, ref);
  const now = clock.now();
  const { id, grants, tokens } = summariseAgent(record, owner.publicKey, now);
  if (record.agent.revokedAt !== undefined) throw agentNotFound();
  const vaultKeys = await vaultKeysOf(
    owner,
    grants.map(({ vaultId }) => vaultId),
  );
  const token = issueToken(deps, { agentId: id, expiresInMs, vaultKeys });
  const standing = new Set(tokens.filter(({ kind }) => kind === 'agent').map((each) => each.id));
  const before = record.tokens.filter((row) => standing.has(row.id) && row.revokedAt === undefined);
  const shortened = overlapMs === 0 ? [] : before.flatMap((row) => endingAt(row, owner, now + overlapMs));
  const goesOn = tokens.filter((each) => each.expiresAt > now).map((each) => each.id);
  const retire = before.map((row) => row.id).filter((tokenId) => overlapMs === 0 || !goesOn.includes(tokenId));
  await store
    .addToken({ token: token.row, sealedKeys: token.sealedKeys, retire, shorten: shortened, at: now })
    .catch((error: unknown) => refuseRevoked(deps, id, error));
  return withToken(deps, { ...record, tokens: [token.row] }, token);
}

// The agent was revoked while the new token was being made; or another rotation was faster.
async function refuseRevoked({ store }: AgentDeps, id: string, error: unknown): Promise<never> {
  if (!isKeywardError(error, 'STORAGE_CONFLICT')) throw error;
  const record = await store.findAgent(id);
  throw record === undefined || record.agent.revokedAt !== undefined ? agentNotFound() : error;
}
