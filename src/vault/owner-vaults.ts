import { type Clock, isId, isKeywardError, KeywardError, newId, type Random, retryOn } from '../core/index.ts';
import { equal, type Signer } from '../crypto/index.ts';
import { claimOwnership } from './claim-ownership.ts';
import { findItem } from './find-item.ts';
import { type GrantedVaults, openGrantedVaults } from './granted-vaults.ts';
import type { ItemChange, ItemDraft, ItemMatch, ItemOverview } from './item.ts';
import { hashVaultName } from './name-hash.ts';
import { nameSchema } from './overview-schema.ts';
import { deriveOwnerKeys, type OwnerKeys } from './owner-keys.ts';
import { rotateVaultKey, type SealToAgents } from './rotate-vault-key.ts';
import { listItems } from './read-vaults.ts';
import type { VaultRow, VaultStore } from './store.ts';
import { tampered } from './tampered.ts';
import { createVaultRow, type OpenVault, openVault, unwrapVaultKey, type VaultKey } from './vault-record.ts';
import { createItem, updateItem, type WriteDeps } from './write-item.ts';

export interface VaultSummary {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly itemCount: number;
}

/**
 * Everything the owner may do. Signs statements too, with the key derived from the owner key.
 *
 * Every method throws `VAULT_RECORD_TAMPERED` when what it reads does not authenticate. Methods that
 * take a vault id throw `VAULT_NOT_FOUND` unless they say otherwise.
 */
export interface OwnerVaults extends Signer {
  /** Throws `VAULT_EXISTS`, and `CONFIG_INVALID` for a name that cannot be used in a reference. */
  createVault(name: string): Promise<VaultSummary>;
  listVaults(): Promise<readonly VaultSummary[]>;
  /** By name or id. */
  findVault(ref: string): Promise<VaultSummary | undefined>;
  /** False when it was not there. Throws `VAULT_NOT_EMPTY` without `force`. */
  deleteVault(vaultId: string, options: { readonly force: boolean }): Promise<boolean>;
  /** For sealing to an agent. `undefined` when there is no such vault. */
  vaultKey(vaultId: string): Promise<VaultKey | undefined>;
  /** Seal a vault under a new key; `seal` gives that to the agents that keep it. Throws `STORAGE_CONFLICT` too. */
  rotateVaultKey(vaultId: string, seal: SealToAgents): Promise<VaultKey>;
  /** Reading over all vaults there are now. */
  openAll(): Promise<GrantedVaults>;
  listItems(vaultId: string): Promise<readonly ItemOverview[]>;
  /** By title or id, in this vault only. */
  findItem(vaultId: string, ref: string): Promise<ItemMatch>;
  /** Throws `ITEM_INVALID` and `ITEM_EXISTS`. */
  createItem(vaultId: string, draft: ItemDraft): Promise<ItemOverview>;
  /** Throws `ITEM_NOT_FOUND`, `ITEM_INVALID`, `ITEM_EXISTS` and `ITEM_CHANGED`. */
  updateItem(vaultId: string, itemId: string, change: ItemChange): Promise<ItemOverview>;
  /** False when it was not there. */
  deleteItem(vaultId: string, itemId: string): Promise<boolean>;
}

export interface OwnerVaultsDeps {
  readonly store: VaultStore;
  /** 32 bytes, from an `OwnerKeySource`. */
  readonly ownerKey: Uint8Array;
  readonly clock: Clock;
  readonly random: Random;
  /** What the owner signs of this installation at the first opening; it is safe to do it again. */
  readonly anchor?: ((owner: Signer) => Promise<void>) | undefined;
}

/**
 * Open the vaults as their owner. The first time, the owner's public key is written down.
 *
 * Throws `VAULT_UNLOCK_FAILED` when the vaults belong to another owner key.
 */
export async function openOwnerVaults(deps: OwnerVaultsDeps): Promise<OwnerVaults> {
  const { store, ownerKey, clock, random } = deps;
  const owner = deriveOwnerKeys(ownerKey);
  const anchor = async (): Promise<void> => deps.anchor?.(owner.signer);
  await claimOwnership(store, owner.signer.publicKey, anchor);
  await anchor();

  const openRow = (row: VaultRow): OpenVault => openVault(row, unwrapVaultKey(row, owner), owner.signer.publicKey);
  const openRequired = async (vaultId: string): Promise<OpenVault> => {
    const row = await store.getVault(vaultId);
    if (row === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'vault not found');
    return openRow(row);
  };
  const summarise = async ({ vaultId, name, createdAt }: OpenVault): Promise<VaultSummary> => ({
    id: vaultId,
    name,
    createdAt,
    itemCount: await store.countItems(vaultId),
  });

  return {
    ...owner.signer,
    async createVault(name) {
      const row = createVaultRow({ id: newId(random), name: checkName(name), createdAt: clock.now(), random }, owner);
      await insertVault(store, row);
      return summarise(openRow(row));
    },
    async listVaults() {
      const rows = await store.listVaults();
      return Promise.all(rows.map(openRow).map(summarise));
    },
    async findVault(ref) {
      const vault = await findVault(store, owner, ref);
      return vault && summarise(openRow(vault));
    },
    async deleteVault(vaultId, { force }) {
      if (!force && (await store.countItems(vaultId)) > 0) {
        throw new KeywardError('VAULT_NOT_EMPTY', 'the vault still has items');
      }
      return store.deleteVault(vaultId);
    },
    async vaultKey(vaultId) {
      const row = await store.getVault(vaultId);
      if (row === undefined) return undefined;
      const { keyVersion, key } = openRow(row);
      return { vaultId, keyVersion, key };
    },
    rotateVaultKey: async (vaultId, seal) => rotateVaultKey({ store, owner, random }, vaultId, seal),
    async openAll() {
      const keys = (await store.listVaults()).map((row) => unwrapVaultKey(row, owner));
      return openGrantedVaults({ store, ownerPublicKey: owner.signer.publicKey, keys });
    },
    listItems: async (vaultId) => listItems(store, await openRequired(vaultId)),
    findItem: async (vaultId, ref) => findItem(store, [await openRequired(vaultId)], ref),
    ...itemWriting({ store, clock, random }, openRequired),
    deleteItem: (vaultId, itemId) => store.deleteItem(vaultId, itemId),
  };
}

// A vault may get a new key between its opening and the write: then all over again, under the new one.
function itemWriting(
  deps: WriteDeps,
  openVaultOf: (vaultId: string) => Promise<OpenVault>,
): Pick<OwnerVaults, 'createItem' | 'updateItem'> {
  return {
    createItem: async (vaultId, draft) =>
      retryOn('VAULT_KEY_CHANGED', async () => createItem(deps, await openVaultOf(vaultId), draft)),
    updateItem: async (vaultId, itemId, change) =>
      retryOn('VAULT_KEY_CHANGED', async () => updateItem(deps, { vault: await openVaultOf(vaultId), itemId, change })),
  };
}

// A slash would split the name in a reference, and an id would be taken for another vault's.
function checkName(name: string): string {
  if (nameSchema.safeParse(name).success && !name.includes('/') && !isId(name)) return name;
  throw new KeywardError('CONFIG_INVALID', 'a vault name has 1 to 256 printable characters, no slash, and is no id');
}

async function insertVault(store: VaultStore, row: VaultRow): Promise<void> {
  try {
    await store.insertVault(row);
  } catch (error) {
    if (!isKeywardError(error, 'STORAGE_CONFLICT')) throw error;
    throw new KeywardError('VAULT_EXISTS', 'the vault name is taken', { cause: error });
  }
}

async function findVault(store: VaultStore, owner: OwnerKeys, ref: string): Promise<VaultRow | undefined> {
  if (isId(ref)) return store.getVault(ref);
  const nameHash = hashVaultName(owner, ref);
  const row = await store.findVault(nameHash);
  // The index column lies outside the seal: it is believed only when it is the hash of the sealed name.
  if (row === undefined) return undefined;
  const { name } = openVault(row, unwrapVaultKey(row, owner), owner.signer.publicKey);
  if (!equal(hashVaultName(owner, name), nameHash)) throw tampered('vault', { vault_id: row.id });
  return row;
}
