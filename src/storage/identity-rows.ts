import type { AgentRow, GrantRow, SealedKeyRow, Restriction, TokenRow } from '../identity/store.ts';
import type { AgentColumns, GrantColumns, SealedKeyColumns, RestrictionColumns, TokenColumns } from './tables.ts';

export function toAgentColumns(row: AgentRow): AgentColumns {
  return {
    id: row.id,
    name: row.name,
    statement: row.statement,
    signature: row.signature,
    created_at: row.createdAt,
    revoked_at: row.revokedAt ?? null,
  };
}

export function fromAgentColumns(columns: AgentColumns): AgentRow {
  return {
    id: columns.id,
    name: columns.name,
    statement: columns.statement,
    signature: columns.signature,
    createdAt: columns.created_at,
    revokedAt: columns.revoked_at ?? undefined,
  };
}

export function toTokenColumns(row: TokenRow): TokenColumns {
  return {
    id: row.id,
    agent_id: row.agentId,
    owner_mac: row.ownerMac,
    statement: row.statement,
    signature: row.signature,
    created_at: row.createdAt,
    revoked_at: row.revokedAt ?? null,
    uses: row.uses,
  };
}

export function fromTokenColumns(columns: TokenColumns): TokenRow {
  return {
    id: columns.id,
    agentId: columns.agent_id,
    ownerMac: columns.owner_mac,
    statement: columns.statement,
    signature: columns.signature,
    createdAt: columns.created_at,
    revokedAt: columns.revoked_at ?? undefined,
    uses: columns.uses,
  };
}

export function toGrantColumns(row: GrantRow): GrantColumns {
  return {
    id: row.id,
    agent_id: row.agentId,
    vault_id: row.vaultId,
    statement: row.statement,
    signature: row.signature,
  };
}

export function fromGrantColumns(columns: GrantColumns): GrantRow {
  return {
    id: columns.id,
    agentId: columns.agent_id,
    vaultId: columns.vault_id,
    statement: columns.statement,
    signature: columns.signature,
  };
}

export function toSealedKeyColumns(row: SealedKeyRow): SealedKeyColumns {
  return {
    token_id: row.tokenId,
    vault_id: row.vaultId,
    key_version: row.keyVersion,
    sealed_key: row.sealedKey,
  };
}

export function fromSealedKeyColumns(columns: SealedKeyColumns): SealedKeyRow {
  return {
    tokenId: columns.token_id,
    vaultId: columns.vault_id,
    keyVersion: columns.key_version,
    sealedKey: columns.sealed_key,
  };
}

export function toRestrictionColumns(agentId: string, restriction: Restriction): RestrictionColumns {
  const { kind, since } = restriction;
  return { agent_id: agentId, kind, since, until: kind === 'throttled' ? restriction.until : null };
}

// A row of an unknown kind is taken for the hardest: it was put there by something that knew why.
export function fromRestrictionColumns(columns: RestrictionColumns | undefined): Restriction | undefined {
  if (columns === undefined) return undefined;
  const { kind, since, until } = columns;
  return kind === 'throttled' && until !== null ? { kind, since, until } : { kind: 'suspended', since };
}
