import { summariseAgent } from './agent-summary.ts';
import { findRecord } from './find-agent.ts';
import { type AgentDeps } from './issue-token.ts';
import { brokenLimit } from './limits.ts';
import type { SessionContext } from '../core/index.ts';
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
  | { readonly kind: 'refused'; readonly because: WorkloadRefusal | 'inactive' | 'network' };

export interface ExchangeOrder {
  readonly agent: string;
  readonly jwt: string;
  /** Where it is asked from, over HTTP: the networks of the agent hold there too. */
  readonly session?: Pick<SessionContext, 'transport' | 'remote'>;
}

/**
 * Exchange the identity token of a job for a short token of the agent that trusts it, so that the job keeps no token
 * of ours at all. The same identity token is good for as many exchanges as its own time lets it.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND` and `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function exchangeWorkloadToken(
  deps: ExchangeDeps,
  { agent: ref, jwt, session }: ExchangeOrder,
): Promise<Exchange> {
  const record = await findRecord(deps.store, ref);
  const { id, status, limits, workloads = [] } = summariseAgent(record, deps.owner.publicKey, deps.clock.now());
  if (status !== 'active') return { kind: 'refused', because: 'inactive' };
  const network = limits?.networks === undefined ? undefined : { networks: limits.networks };
  if (session !== undefined && brokenLimit(network, session) !== undefined) {
    return { kind: 'refused', because: 'network' };
  }
  const verified = await deps.verify(jwt, workloads);
  if (verified.kind === 'refused') return verified;
  const { trust, subject, claims } = verified;
  const issued = await issueTaskToken(deps, id, { kind: 'workload', expiresInMs: trust.ttl_ms });
  return { kind: 'exchanged', issued, issuer: trust.issuer, subject, claims };
}
