import { summariseAgent } from './agent-summary.ts';
import { findRecord } from './find-agent.ts';
import { type AgentDeps } from './issue-token.ts';
import { readAgent } from './statements.ts';
import { issueTaskToken, type TaskToken } from './task-token.ts';
import type { WorkloadRefusal, WorkloadVerifier } from './verify-workload.ts';

export interface ExchangeDeps extends AgentDeps {
  readonly verify: WorkloadVerifier;
}

export type Exchange =
  | {
      readonly kind: 'exchanged';
      readonly issued: TaskToken;
      readonly issuer: string;
      readonly subject: string;
      /** The claims that were asked for, as they were. */
      readonly claims: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly because: WorkloadRefusal | 'inactive' };

/**
 * Exchange the identity token of a job for a short token of the agent that trusts it, so that the job keeps no token
 * of ours at all. The same identity token is good for as many exchanges as its own time lets it.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND` and `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function exchangeWorkloadToken(
  deps: ExchangeDeps,
  { agent: ref, jwt }: { readonly agent: string; readonly jwt: string },
): Promise<Exchange> {
  const record = await findRecord(deps.store, ref);
  const { id, status } = summariseAgent(record, deps.owner.publicKey, deps.clock.now());
  if (status !== 'active') return { kind: 'refused', because: 'inactive' };
  const trusts = readAgent(record.agent, deps.owner.publicKey)?.workloads ?? [];
  const verified = await deps.verify(jwt, trusts);
  if (verified.kind === 'refused') return verified;
  const { trust, subject, claims } = verified;
  const issued = await issueTaskToken(deps, id, { kind: 'workload', expiresInMs: trust.ttl_ms });
  return { kind: 'exchanged', issued, issuer: trust.issuer, subject, claims };
}
