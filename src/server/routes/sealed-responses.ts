import type { AgentRecord } from '../../identity/index.ts';
import type { HandedOver } from '../../sealed/index.ts';
import type { ItemRow, OverviewRow, VaultHead } from '../../vault/index.ts';

type Members = Readonly<Record<string, unknown>>;

/** Rows as the API sends them. */
export function agentAnswer({
  rows: { record, vaults },
  change,
}: HandedOver<{ readonly record: AgentRecord; readonly vaults: readonly VaultHead[] }>): Members {
  const { agent, tokens, grants, sealedKeys } = record;
  const [token] = tokens;
  if (token === undefined) throw new TypeError('a holder has a token');
  return {
    change,
    agent: { id: agent.id, name: agent.name, created_at: agent.createdAt, ...signed(agent) },
    token: { id: token.id, created_at: token.createdAt, owner_mac: text(token.ownerMac), ...signed(token) },
    grants: grants.map((grant) => ({ id: grant.id, vault_id: grant.vaultId, ...signed(grant) })),
    sealed_keys: sealedKeys.map(({ vaultId, keyVersion, sealedKey }) => ({
      vault_id: vaultId,
      key_version: keyVersion,
      sealed_key: text(sealedKey),
    })),
    vaults: vaults.map((vault) => ({
      id: vault.id,
      key_version: vault.keyVersion,
      sealed_name: text(vault.sealedName),
      ...signed(vault),
    })),
  };
}

export function overviewAnswer(row: OverviewRow): Members {
  return {
    id: row.id,
    vault_id: row.vaultId,
    title_hash: text(row.titleHash),
    version: row.version,
    key_version: row.keyVersion,
    overview: text(row.overview),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

export function itemAnswer({ rows, change, callId }: HandedOver<ItemRow>): Members {
  return { call_id: callId, change, item: { ...overviewAnswer(rows), details: text(rows.details) } };
}

function signed({ statement, signature }: { readonly statement: Uint8Array; readonly signature: Uint8Array }): Members {
  return { statement: text(statement), signature: text(signature) };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
