import { isKeywardError, KeywardError } from '../core/index.ts';
import { equal } from '../crypto/index.ts';
import type { VaultStore } from './store.ts';

const OWNER_PUBLIC_KEY = 'owner_public_key';

/**
 * Write down whose vaults these are, or check that they are this owner's.
 *
 * It spares an owner with the wrong key the puzzle of records that do not open; nothing is ever
 * verified with the key in the database. `before` is what has to be done before there is an owner. Throws
 * `VAULT_UNLOCK_FAILED`.
 */
export async function claimOwnership(
  store: VaultStore,
  publicKey: Uint8Array,
  before: () => Promise<void>,
): Promise<void> {
  const found = await store.readMeta(OWNER_PUBLIC_KEY);
  if (found === undefined) await before();
  const known = found ?? (await writeFirst(store, publicKey));
  if (!equal(known, publicKey)) throw new KeywardError('VAULT_UNLOCK_FAILED', 'the vaults belong to another owner key');
}

async function writeFirst(store: VaultStore, publicKey: Uint8Array): Promise<Uint8Array> {
  try {
    await store.createMeta(OWNER_PUBLIC_KEY, publicKey);
    return publicKey;
  } catch (error) {
    // Another process initialises at the same moment: what it wrote counts.
    const written = isKeywardError(error, 'STORAGE_CONFLICT') ? await store.readMeta(OWNER_PUBLIC_KEY) : undefined;
    if (written === undefined) throw error;
    return written;
  }
}
