import { KeywardError, type SecretValue } from '../core/index.ts';
import { revealBytes } from '../core/hazmat.ts';
import { equal } from '../crypto/index.ts';
import { findItem, findItemIn, isWithin, type ItemPlace } from './find-item.ts';
import type { Field, ItemDraft, ItemMatch, ItemMatchInVault, ItemOverview } from './item.ts';
import { openDetails, openOverview } from './item-record.ts';
import type { VaultRow, VaultStore } from './store.ts';
import { tampered } from './tampered.ts';
import { openVault, type OpenVault, type VaultKey } from './vault-record.ts';
import { createItem, type WriteDeps } from './write-item.ts';

/** Reading and adding, through the vault keys somebody was given. Vaults without a key do not exist here. */
export interface GrantedVaults {
  list(): Promise<readonly ItemOverview[]>;
  /** Those of the granted vaults that still exist, empty ones too. */
  listVaults(): Promise<readonly VaultName[]>;
  /** By title, id, `vault/title` or `vault/id`; case and Unicode form do not matter. */
  find(ref: string): Promise<ItemMatch>;
  /** By title or id, in the vault of that name or id; a vault without a key is no vault. */
  findIn(place: ItemPlace): Promise<ItemMatchInVault>;
  /**
   * Decrypt the values that belong to this overview.
   *
   * Throws `ITEM_CHANGED` when the item has another version by now: its binding may be another one,
   * and what was decided on the old one does not hold. Throws `ITEM_NOT_FOUND` when it is gone.
   */
  openFields(overview: ItemOverview): Promise<readonly Field[]>;
  /** The first item of this tag that has a field of this value. It opens items whose fields are as long. */
  findByValue(vaultId: string, wanted: WantedValue): Promise<ItemOverview | undefined>;
  /** Throws `VAULT_NOT_FOUND`, `ITEM_INVALID` and `ITEM_EXISTS`. */
  createItem(vaultId: string, draft: ItemDraft, deps: Pick<WriteDeps, 'clock' | 'random'>): Promise<ItemOverview>;
}

export interface VaultName {
  readonly id: string;
  readonly name: string;
}

export interface WantedValue {
  readonly tag: string;
  readonly value: SecretValue;
}

export interface GrantedVaultsDeps {
  readonly store: VaultStore;
  /** Verified by `identity`; the vault's statement is checked against it. */
  readonly ownerPublicKey: Uint8Array;
  readonly keys: readonly VaultKey[];
}

/**
 * Open vaults with their keys. Nothing is read until it is asked for, and no item is kept.
 *
 * Its methods throw `VAULT_RECORD_TAMPERED` when a vault or an item does not authenticate.
 */
export function openGrantedVaults({ store, ownerPublicKey, keys }: GrantedVaultsDeps): GrantedVaults {
  const checked = new Map<string, CheckedVault>();
  const openOne = async (key: VaultKey): Promise<OpenVault | undefined> => {
    const row = await store.getVault(key.vaultId);
    if (row === undefined) return undefined;
    const known = checked.get(key.vaultId);
    if (known !== undefined && isSameVault(known.row, row)) return known.vault;
    const vault = openVault(row, key, ownerPublicKey);
    checked.set(key.vaultId, { row, vault });
    return vault;
  };
  const openAll = async (): Promise<readonly OpenVault[]> => {
    const vaults = await Promise.all(keys.map(openOne));
    return vaults.filter((vault) => vault !== undefined);
  };
  const openById = async (vaultId: string): Promise<OpenVault | undefined> => {
    const key = keys.find((each) => each.vaultId === vaultId);
    return key && openOne(key);
  };
  return {
    async list() {
      const vaults = await openAll();
      const perVault = await Promise.all(vaults.map((vault) => listItems(store, vault)));
      return perVault.flat();
    },
    async listVaults() {
      return (await openAll()).map(({ vaultId, name }) => ({ id: vaultId, name }));
    },
    async find(ref) {
      return findItem(store, await openAll(), ref);
    },
    async findIn(place) {
      return findItemIn(store, await openAll(), place);
    },
    async openFields(overview) {
      const vault = await openById(overview.vaultId);
      if (vault === undefined) throw notFound();
      return openFields(store, vault, overview);
    },
    async findByValue(vaultId, wanted) {
      const vault = await openById(vaultId);
      return vault && findByValue(store, vault, wanted);
    },
    async createItem(vaultId, draft, deps) {
      const vault = await openById(vaultId);
      if (vault === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'there is no such vault');
      return createItem({ ...deps, store }, vault, draft);
    },
  };
}

// Checking a signature costs more than all the rest of a look-up, so it is done once for each row as it stands.
interface CheckedVault {
  readonly row: VaultRow;
  readonly vault: OpenVault;
}

function isSameVault(a: VaultRow, b: VaultRow): boolean {
  const sameStatement = equal(a.statement, b.statement) && equal(a.signature, b.signature);
  return sameStatement && equal(a.sealedName, b.sealedName) && a.keyVersion === b.keyVersion;
}

/** All items of one vault. Throws `VAULT_RECORD_TAMPERED`. */
export async function listItems(store: VaultStore, vault: OpenVault): Promise<readonly ItemOverview[]> {
  const rows = await store.listItems(vault.vaultId);
  return rows.filter(({ id }) => isWithin(vault, id)).map((row) => openOverview(row, vault));
}

async function openFields(store: VaultStore, vault: OpenVault, overview: ItemOverview): Promise<readonly Field[]> {
  const row = await store.getItem(vault.vaultId, overview.id);
  if (row === undefined || !isWithin(vault, overview.id)) throw notFound();
  if (row.id !== overview.id) throw tampered('item', { item_id: overview.id });
  if (row.version !== overview.version) throw new KeywardError('ITEM_CHANGED', 'the item was changed in the meantime');
  await vault.spend?.();
  return openDetails(row, overview, vault);
}

async function findByValue(
  store: VaultStore,
  vault: OpenVault,
  { tag, value }: WantedValue,
): Promise<ItemOverview | undefined> {
  const bytes = revealBytes(value);
  for (const row of await store.listItems(vault.vaultId)) {
    const overview = openOverview(row, vault);
    const mayHold = overview.tags.includes(tag) && overview.fieldIds.some((field) => field.byteLength === bytes.length);
    if (mayHold && openDetails(row, overview, vault).some((field) => equal(revealBytes(field.value), bytes)))
      return overview;
  }
  return undefined;
}

function notFound(): KeywardError {
  return new KeywardError('ITEM_NOT_FOUND', 'the item does not exist any more');
}
