import { associatedData, type BoxKeyPair, equal, openSealed, sealTo } from '../crypto/index.ts';
import type { GrantedKey } from './owner.ts';
import type { SealedKeyRow } from './store.ts';

const KEY_BYTES = 32;

/** Seal a vault key to a token's public key. */
export function sealKey(
  tokenId: string,
  publicKey: Uint8Array,
  { vaultId, keyVersion, key }: GrantedKey,
): SealedKeyRow {
  const message = Buffer.concat([labelOf({ tokenId, vaultId, keyVersion }), key]);
  return { tokenId, vaultId, keyVersion, sealedKey: sealTo(publicKey, message) };
}

/**
 * Open a sealed key; `undefined` when it was sealed to another token, or for another vault or version.
 *
 * Anybody can seal to a public key. Whether it is the key the owner made is checked by `vault`,
 * against the commitment in the owner's statement about the vault.
 */
export function openKey(row: SealedKeyRow, keyPair: BoxKeyPair): GrantedKey | undefined {
  const { vaultId, keyVersion } = row;
  const message = openSealed(keyPair, row.sealedKey);
  const label = labelOf(row);
  if (message?.byteLength !== label.byteLength + KEY_BYTES) return undefined;
  // Sealed boxes have no associated data, so what the key belongs to stands inside, before the key.
  if (!equal(message.subarray(0, label.byteLength), label)) return undefined;
  return { vaultId, keyVersion, key: message.subarray(label.byteLength) };
}

function labelOf({ tokenId, vaultId, keyVersion }: Omit<SealedKeyRow, 'sealedKey'>): Uint8Array {
  return associatedData(['sealed vault key', tokenId, vaultId, keyVersion]);
}
