import { deriveKey, keyedHash } from '../crypto/index.ts';
import { foldName } from './fold-name.ts';
import type { OwnerKeys } from './owner-keys.ts';

/** What the database finds a vault by: tells nothing about the name without the owner key. */
export function hashVaultName(owner: Pick<OwnerKeys, 'indexKey'>, name: string): Uint8Array {
  return keyedHash(owner.indexKey, new TextEncoder().encode(foldName(name)));
}

/** What the database finds an item by. Every vault hashes with a key of its own. */
export function hashTitle(vaultKey: Uint8Array, title: string): Uint8Array {
  return keyedHash(deriveKey(vaultKey, 'title index'), new TextEncoder().encode(foldName(title)));
}
