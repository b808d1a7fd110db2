import type { ApiAnswer, ROUTES } from '../api/index.ts';
import type { AgentRecord } from '../identity/index.ts';
import type { OverviewRow, VaultHead } from '../vault/index.ts';

export type SentAgent = ApiAnswer<typeof ROUTES.sealedAgent>;
type SentOverview = ApiAnswer<typeof ROUTES.sealedOverview>['item'];

/** The rows a token is identified by, as they were sent. Nothing of them is verified yet. */
export function recordOf({ agent, token, grants, sealed_keys: sealedKeys }: SentAgent): AgentRecord {
  return {
    agent: { ...signed(agent), id: agent.id, name: agent.name, createdAt: agent.created_at, revokedAt: undefined },
    tokens: [
      {
        ...signed(token),
        id: token.id,
        agentId: agent.id,
        ownerMac: token.owner_mac,
        createdAt: token.created_at,
        revokedAt: undefined,
        uses: 0,
      },
    ],
    grants: grants.map((grant) => ({ ...signed(grant), id: grant.id, agentId: agent.id, vaultId: grant.vault_id })),
    sealedKeys: sealedKeys.map((row) => ({
      tokenId: token.id,
      vaultId: row.vault_id,
      keyVersion: row.key_version,
      sealedKey: row.sealed_key,
    })),
  };
}

export function vaultHeadsOf({ vaults }: SentAgent): ReadonlyMap<string, VaultHead> {
  const heads = vaults.map((vault): [string, VaultHead] => [
    vault.id,
    { ...signed(vault), id: vault.id, keyVersion: vault.key_version, sealedName: vault.sealed_name },
  ]);
  return new Map(heads);
}

export function overviewRowOf(sent: SentOverview): OverviewRow {
  return {
    id: sent.id,
    vaultId: sent.vault_id,
    titleHash: sent.title_hash,
    version: sent.version,
    keyVersion: sent.key_version,
    overview: sent.overview,
    createdAt: sent.created_at,
    updatedAt: sent.updated_at,
  };
}

function signed({ statement, signature }: { readonly statement: Uint8Array; readonly signature: Uint8Array }) {
  return { statement, signature };
}
