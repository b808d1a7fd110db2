import type { ItemRow, VaultRow } from '../../src/vault/store.ts';

export const AT = 1_780_000_000_123;

/** A vault row with plausible bytes; the stores never look into them. */
export function vault(id: string): VaultRow {
  return {
    id,
    nameHash: new TextEncoder().encode(`hash of ${id}`),
    sealedName: Uint8Array.of(1, 2, 3),
    keyVersion: 1,
    wrappedKey: Uint8Array.of(4),
    statement: Uint8Array.of(5),
    signature: Uint8Array.of(6),
    createdAt: AT,
  };
}

/** An item row of that vault. */
export function item(id: string, vaultId: string): ItemRow {
  return {
    id,
    vaultId,
    titleHash: new TextEncoder().encode(`hash of ${id}`),
    version: 1,
    keyVersion: 1,
    overview: Uint8Array.of(0, 255),
    details: Uint8Array.of(1),
    createdAt: AT,
    updatedAt: AT + 1,
  };
}
