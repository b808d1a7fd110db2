import { z } from 'zod';
import { type Clock, type Json, type JsonObject, KeywardError } from '../core/index.ts';
import { summariseAgent } from './agent-summary.ts';
import { agentNotFound, findRecord } from './find-agent.ts';
import type { Owner } from './owner.ts';
import { bodyOf } from './statements.ts';
import type { IdentityStore } from './store.ts';
import { type WorkloadTrust, workloadTrustSchema } from './workload-trust-schema.ts';

export interface TrustDeps {
  readonly store: IdentityStore;
  readonly owner: Owner;
  readonly clock: Clock;
}

/**
 * Say whose identity tokens may be exchanged for tokens of this agent; none takes back what was said before.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also for a revoked agent, `CONFIG_INVALID`, `IDENTITY_STATEMENT_TAMPERED`, and
 * `STORAGE_CONFLICT` when another process changed the agent meanwhile.
 */
export async function trustWorkloads(
  { store, owner, clock }: TrustDeps,
  ref: string,
  trusts: readonly Json[],
): Promise<readonly WorkloadTrust[]> {
  const record = await findRecord(store, ref);
  const { id } = summariseAgent(record, owner.publicKey, clock.now());
  if (record.agent.revokedAt !== undefined) throw agentNotFound();
  const checked = z.array(workloadTrustSchema).max(16).safeParse(trusts);
  if (!checked.success) throw invalid(checked.error);
  const { workloads: _before, ...body }: JsonObject = bodyOf(record.agent);
  const after = { ...body, kind: 'agent', ...(trusts.length === 0 ? {} : { workloads: trusts }) };
  const change = { agentId: id, before: record.agent.statement, after: owner.sign(after) };
  await store.changeAgent(change);
  return checked.data;
}

function invalid(error: z.ZodError): KeywardError {
  const part = String(error.issues[0]?.path[1] ?? 'rule');
  return new KeywardError('CONFIG_INVALID', `the ${part} of a trusted workload is not valid`, {
    hint: 'see `keyward agent trust --help`: at least one claim is needed',
  });
}
