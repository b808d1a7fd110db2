import { KeywardError } from '../core/index.ts';
import type { AccessRule } from './access-rule-schema.ts';
import type { AgentLimits } from './limits.ts';
import type { Grant } from './principal.ts';
import { readAgent, readGrant, readToken, type TokenStatement } from './statements.ts';
import type { AgentRecord } from './store.ts';
import type { WorkloadTrust } from './workload-trust-schema.ts';

/** An agent as its owner sees it. Times are milliseconds since the epoch. */
export interface AgentSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** End of its own token that lives longest; task tokens end before. */
  readonly expiresAt: number;
  readonly status: 'active' | 'expired' | 'revoked' | 'suspended';
  /** Milliseconds since the epoch, where it is slowed down because it behaved unusually. */
  readonly throttledUntil?: number;
  readonly grants: readonly Grant[];
  readonly limits?: AgentLimits;
  /** Whose identity tokens may be exchanged for tokens of this agent. */
  readonly workloads?: readonly WorkloadTrust[];
  /** Whose access tokens (OAuth) open it over HTTP. */
  readonly access?: readonly AccessRule[];
  /** Those that were not revoked, the oldest first; expired ones too. */
  readonly tokens: readonly TokenSummary[];
}

/** A token as its owner sees it: everything but the token. */
export interface TokenSummary {
  readonly id: string;
  /** `agent`: the agent's own; the others are narrower. */
  readonly kind: 'agent' | 'task' | 'workload' | 'deprovision' | 'access' | 'audit';
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly itemIds?: readonly string[];
  readonly maxUses?: number;
  /** How often it was used, where that is counted. */
  readonly uses?: number;
}

/**
 * Read an agent's record, believing signed statements only.
 *
 * Throws `IDENTITY_STATEMENT_TAMPERED` when any of them was not signed by this owner, or belongs elsewhere.
 */
export function summariseAgent(record: AgentRecord, ownerPublicKey: Uint8Array, now: number): AgentSummary {
  const said = readAgent(record.agent, ownerPublicKey);
  if (said === undefined || said.id !== record.agent.id || said.name !== record.agent.name) throw tampered(record);
  const tokens = record.tokens.map((row) => {
    const token = readToken(row, ownerPublicKey);
    if (token === undefined || token.id !== row.id || token.agent_id !== said.id) throw tampered(record);
    return { ...token, uses: row.uses, revoked: row.revokedAt !== undefined };
  });
  const unrevoked = tokens.filter((token) => !token.revoked);
  const own = tokens.filter(({ use }) => use === undefined);
  const live = own.filter((token) => !token.revoked);
  const expiresAt = latestExpiry(live.length > 0 ? live : own);
  const revoked = record.agent.revokedAt !== undefined || live.length === 0;
  return {
    id: said.id,
    name: said.name,
    createdAt: said.created_at,
    expiresAt,
    status: revoked ? 'revoked' : expiresAt <= now ? 'expired' : isSuspended(record) ? 'suspended' : 'active',
    ...throttleOf(record),
    grants: readGrants(record, ownerPublicKey) ?? tamperedGrants(record),
    ...(said.limits === undefined ? {} : { limits: said.limits }),
    ...(said.workloads === undefined ? {} : { workloads: said.workloads }),
    ...(said.access === undefined ? {} : { access: said.access }),
    tokens: unrevoked.map(summariseToken),
  };
}

function summariseToken(token: TokenStatement & { readonly uses: number }): TokenSummary {
  const { id, use = 'agent', created_at: createdAt, expires_at: expiresAt, items, max_uses: maxUses, uses } = token;
  return {
    id,
    kind: use,
    createdAt,
    expiresAt,
    ...(items === undefined ? {} : { itemIds: items.map(({ item_id: itemId }) => itemId) }),
    ...(maxUses === undefined ? {} : { maxUses, uses }),
  };
}

/** The end of an agent's throttle, which may have passed. */
export function throttleOf({ restriction }: AgentRecord): { readonly throttledUntil?: number } {
  return restriction?.kind === 'throttled' ? { throttledUntil: restriction.until } : {};
}

function isSuspended({ restriction }: AgentRecord): boolean {
  return restriction?.kind === 'suspended';
}

/** The grants of this agent; `undefined` when one of them was not signed by the owner for this agent. */
export function readGrants(record: AgentRecord, ownerPublicKey: Uint8Array): readonly Grant[] | undefined {
  const said = record.grants.map((row) => readGrant(row, ownerPublicKey));
  const genuine = said.filter((grant) => grant?.agent_id === record.agent.id).filter((grant) => grant !== undefined);
  if (genuine.length !== record.grants.length) return undefined;
  return genuine.map(({ id, vault_id: vaultId, can }) => ({ id, vaultId, can }));
}

function latestExpiry(tokens: readonly TokenStatement[]): number {
  return Math.max(0, ...tokens.map((token) => token.expires_at));
}

function tamperedGrants(record: AgentRecord): never {
  throw tampered(record);
}

function tampered({ agent }: AgentRecord): KeywardError {
  return new KeywardError('IDENTITY_STATEMENT_TAMPERED', 'a statement about an agent was not signed by the owner', {
    details: { agent_id: agent.id },
  });
}
