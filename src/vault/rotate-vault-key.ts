import { KeywardError, type Random } from '../core/index.ts';
import { moveItem } from './item-record.ts';
import type { OwnerKeys } from './owner-keys.ts';
import type { KeyReplacement, ResealedKey, VaultStore } from './store.ts';
import { createVaultRow, openVault, unwrapVaultKey, type VaultKey } from './vault-record.ts';

/** Seals the new key to those who shall have it, and says who had the old one. */
export type SealToAgents = (
  vaultKey: VaultKey,
) => Promise<{ readonly sealedBefore: readonly string[]; readonly sealedKeys: readonly ResealedKey[] }>;

export interface RotationDeps {
  readonly store: VaultStore;
  readonly owner: OwnerKeys;
  readonly random: Random;
}

const MAX_TRIES = 8;

/**
 * Give a vault a new key: everything in it is sealed anew, and a holder of the old key can open nothing that is
 * written from now on, nor what is there. One transaction: a crash leaves the old key or the new one, whole.
 *
 * Throws `VAULT_NOT_FOUND`, `VAULT_RECORD_TAMPERED`, and `STORAGE_CONFLICT` when others write all the time.
 */
export async function rotateVaultKey(deps: RotationDeps, vaultId: string, seal: SealToAgents): Promise<VaultKey> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { replacement, vaultKey } = await prepare(deps, vaultId, seal);
    if (await deps.store.replaceVaultKey(replacement)) return vaultKey;
  }
  throw new KeywardError('STORAGE_CONFLICT', 'the vault is being written all the time');
}

async function prepare(
  { store, owner, random }: RotationDeps,
  vaultId: string,
  seal: SealToAgents,
): Promise<{ readonly replacement: KeyReplacement; readonly vaultKey: VaultKey }> {
  const row = await store.getVault(vaultId);
  if (row === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'vault not found');
  const { publicKey } = owner.signer;
  const before = openVault(row, unwrapVaultKey(row, owner), publicKey);
  const { name, createdAt } = before;
  const made = createVaultRow({ id: vaultId, name, createdAt, random, keyVersion: before.keyVersion + 1 }, owner);
  const after = openVault(made, unwrapVaultKey(made, owner), publicKey);
  const items = (await store.listItems(vaultId)).map((item) => moveItem(item, { before, after, random }));
  const vaultKey = { vaultId, keyVersion: after.keyVersion, key: after.key };
  return { replacement: { vault: made, items, ...(await seal(vaultKey)) }, vaultKey };
}
