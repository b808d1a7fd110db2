import { KeywardError } from '../core/index.ts';
import { equal } from '../crypto/index.ts';
import { findItem, findItemIn, isWithin, type ItemLocation } from './find-item.ts';
import type { Field, ItemMatch, ItemMatchInVault, ItemOverview } from './item.ts';
import { openDetails, openOverview } from './item-record.ts';
import type { RequestedField, ItemRow, SealedSource, VaultHead } from './store.ts';
import { tampered } from './tampered.ts';
import { openVault, type OpenVault, type VaultKey } from './vault-record.ts';

/** Reading through the vault keys a caller was given. Vaults without a key do not exist here. */
export interface ReadVaults {
  list(): Promise<readonly ItemOverview[]>;
  /** Those of the granted vaults that still exist, empty ones too. */
  listVaults(): Promise<readonly VaultName[]>;
  /** By title, id, `vault/title` or `vault/id`; case and Unicode form do not matter. */
  find(ref: string): Promise<ItemMatch>;
  /** By title or id, in the vault of that name or id; a vault without a key is no vault. */
  findIn(location: ItemLocation): Promise<ItemMatchInVault>;
  /**
   * Decrypt the values that belong to this overview.
   *
   * Throws `ITEM_CHANGED` when the item has another version by now: its binding may be another one,
   * and what was decided on the old one does not hold. Throws `ITEM_NOT_FOUND` when it is gone. `requested` is for the source.
   */
  openFields(
    item: Pick<ItemOverview, 'id' | 'vaultId' | 'version'>,
    requested?: RequestedField,
  ): Promise<readonly Field[]>;
}

export interface VaultName {
  readonly id: string;
  readonly name: string;
}

export interface ReadVaultsDeps {
  readonly source: SealedSource;
  /** Verified by `identity`; the vault's statement is checked against it. */
  readonly ownerPublicKey: Uint8Array;
  readonly keys: readonly VaultKey[];
}

/**
 * Open vaults with their keys. Nothing is read until it is asked for, and no item is stored.
 *
 * Its methods throw `VAULT_RECORD_TAMPERED` when a vault or an item does not authenticate, and what the source throws.
 */
export function openReadVaults(deps: ReadVaultsDeps): ReadVaults {
  const { source } = deps;
  const { openAll, openById } = createVaultOpener(deps);
  return {
    async list() {
      const vaults = await openAll();
      const perVault = await Promise.all(vaults.map((vault) => listItems(source, vault)));
      return perVault.flat();
    },
    async listVaults() {
      return (await openAll()).map(({ vaultId, name }) => ({ id: vaultId, name }));
    },
    async find(ref) {
      return findItem(source, await openAll(), ref);
    },
    async findIn(location) {
      return findItemIn(source, await openAll(), location);
    },
    async openFields(item, requested) {
      const vault = await openById(item.vaultId);
      if (vault === undefined || !isWithin(vault, item.id)) throw notFound();
      const row = await source.getDetails(item, requested);
      if (row === undefined) throw notFound();
      return openFields(row, vault, item);
    },
  };
}

export interface VaultOpener {
  openAll(): Promise<readonly OpenVault[]>;
  openById(vaultId: string): Promise<OpenVault | undefined>;
}

export function createVaultOpener({ source, ownerPublicKey, keys }: ReadVaultsDeps): VaultOpener {
  const checked = new Map<string, CheckedVault>();
  const openOne = async (key: VaultKey): Promise<OpenVault | undefined> => {
    const row = await source.getVault(key.vaultId);
    if (row === undefined) return undefined;
    const known = checked.get(key.vaultId);
    if (known !== undefined && isSameVault(known.row, row)) return known.vault;
    const vault = openVault(row, key, ownerPublicKey);
    checked.set(key.vaultId, { row, vault });
    return vault;
  };
  return {
    async openAll() {
      const vaults = await Promise.all(keys.map(openOne));
      return vaults.filter((vault) => vault !== undefined);
    },
    async openById(vaultId) {
      const key = keys.find((each) => each.vaultId === vaultId);
      return key && openOne(key);
    },
  };
}

// Checking a signature costs more than all the rest of a look-up, so it is done once for each row as it stands.
interface CheckedVault {
  readonly row: VaultHead;
  readonly vault: OpenVault;
}

function isSameVault(a: VaultHead, b: VaultHead): boolean {
  const sameStatement = equal(a.statement, b.statement) && equal(a.signature, b.signature);
  return sameStatement && equal(a.sealedName, b.sealedName) && a.keyVersion === b.keyVersion;
}

/** All items of one vault. Throws `VAULT_RECORD_TAMPERED`. */
export async function listItems(
  source: Pick<SealedSource, 'listItems'>,
  vault: OpenVault,
): Promise<readonly ItemOverview[]> {
  const rows = await source.listItems(vault.vaultId);
  return rows.filter(({ id }) => isWithin(vault, id)).map((row) => openOverview(row, vault));
}

async function openFields(
  row: ItemRow,
  vault: OpenVault,
  { id, version }: Pick<ItemOverview, 'id' | 'version'>,
): Promise<readonly Field[]> {
  if (row.id !== id) throw tampered('item', { item_id: id });
  if (row.version !== version) throw new KeywardError('ITEM_CHANGED', 'the item was changed by another process');
  await vault.spend?.();
  return openDetails(row, openOverview(row, vault), vault);
}

function notFound(): KeywardError {
  return new KeywardError('ITEM_NOT_FOUND', 'the item does not exist any more');
}
