import { isId } from '../core/index.ts';
import { summariseAgent } from './agent-summary.ts';
import { agentNotFound, findRecord } from './find-agent.ts';
import type { AgentDeps } from './issue-token.ts';
import { endingAt } from './shorten-token.ts';
import type { AgentRecord } from './store.ts';

/**
 * End an agent: its tokens are refused from the next call on, and its sealed keys are deleted.
 *
 * By id it works also on a record that was tampered with. Throws `IDENTITY_AGENT_NOT_FOUND`, and by
 * name `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function revokeAgent(deps: AgentDeps, ref: string): Promise<{ readonly id: string }> {
  const { id } = (await findGenuine(deps, ref)).agent;
  if (!(await deps.store.revokeAgent(id, deps.clock.now()))) throw agentNotFound();
  return { id };
}

/**
 * Delete an agent with its tokens, grants and sealed keys: nothing of it stays but its records in the trail.
 *
 * Throws as `revokeAgent`.
 */
export async function deleteAgent(deps: AgentDeps, ref: string): Promise<{ readonly id: string }> {
  const { id } = (await findGenuine(deps, ref)).agent;
  if (!(await deps.store.deleteAgent(id))) throw agentNotFound();
  return { id };
}

/**
 * Have every token of an agent end at that moment, or before where it does anyway. The agent stays: `rotateAgent`
 * gives it a new token.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also for a revoked agent, `IDENTITY_STATEMENT_TAMPERED`, and
 * `STORAGE_CONFLICT` when another process changed its tokens meanwhile.
 */
export async function expireAgent(
  { store, owner, clock }: AgentDeps,
  ref: string,
  { at }: { readonly at: number },
): Promise<{ readonly id: string; readonly expiresAt: number }> {
  const record = await findRecord(store, ref);
  const { id, expiresAt } = summariseAgent(record, owner.publicKey, clock.now());
  if (record.agent.revokedAt !== undefined) throw agentNotFound();
  const live = record.tokens.filter((row) => row.revokedAt === undefined);
  await store.shortenTokens(live.flatMap((row) => endingAt(row, owner, at)));
  return { id, expiresAt: Math.min(expiresAt, at) };
}

async function findGenuine({ store, owner, clock }: AgentDeps, ref: string): Promise<AgentRecord> {
  const record = await findRecord(store, ref);
  // A name column moved to another row would have the wrong agent ended.
  if (!isId(ref)) summariseAgent(record, owner.publicKey, clock.now());
  return record;
}
