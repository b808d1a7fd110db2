import type { ItemRow, VaultRow } from '../vault/store.ts';
import type { ItemColumns, VaultColumns } from './tables.ts';

export function toVaultColumns(row: VaultRow): VaultColumns {
  return {
    id: row.id,
    name_hash: row.nameHash,
    sealed_name: row.sealedName,
    key_version: row.keyVersion,
    wrapped_key: row.wrappedKey,
    statement: row.statement,
    signature: row.signature,
    created_at: row.createdAt,
  };
}

export function fromVaultColumns(columns: VaultColumns): VaultRow {
  return {
    id: columns.id,
    nameHash: columns.name_hash,
    sealedName: columns.sealed_name,
    keyVersion: columns.key_version,
    wrappedKey: columns.wrapped_key,
    statement: columns.statement,
    signature: columns.signature,
    createdAt: columns.created_at,
  };
}

export function toItemColumns(row: ItemRow): ItemColumns {
  return {
    id: row.id,
    vault_id: row.vaultId,
    title_hash: row.titleHash,
    version: row.version,
    key_version: row.keyVersion,
    overview: row.overview,
    details: row.details,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

export function fromItemColumns(columns: ItemColumns): ItemRow {
  return {
    id: columns.id,
    vaultId: columns.vault_id,
    titleHash: columns.title_hash,
    version: columns.version,
    keyVersion: columns.key_version,
    overview: columns.overview,
    details: columns.details,
    createdAt: columns.created_at,
    updatedAt: columns.updated_at,
  };
}
