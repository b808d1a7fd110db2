/** A vault as the database sees it: an id, a keyed hash of its name, and sealed or public bytes. */
export interface VaultRow {
  readonly id: string;
  /** Keyed hash of the name, for the owner's look-up; unique. */
  readonly nameHash: Uint8Array;
  /** The name, sealed under the vault key. */
  readonly sealedName: Uint8Array;
  readonly keyVersion: number;
  /** The vault key, wrapped for the owner. */
  readonly wrappedKey: Uint8Array;
  /** What the owner signed about this vault: id, key version, key commitment. */
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
  readonly createdAt: number;
}

export interface ItemRow {
  readonly id: string;
  readonly vaultId: string;
  /** Keyed hash of the folded title. Not unique: titles may repeat, and then a look-up is ambiguous. */
  readonly titleHash: Uint8Array;
  readonly version: number;
  readonly keyVersion: number;
  readonly overview: Uint8Array;
  readonly details: Uint8Array;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What of a vault it takes to check it and to read its name. */
export type VaultHead = Pick<VaultRow, 'id' | 'sealedName' | 'keyVersion' | 'statement' | 'signature'>;

/** An item without its values: enough to find it, and to decide what may be done with it. */
export type OverviewRow = Omit<ItemRow, 'details'>;

/** An item as it was found. */
export type FoundItem = Pick<ItemRow, 'vaultId' | 'id' | 'version'>;

/** What of an item will be read. */
export interface RequestedField {
  readonly field: string;
  readonly attribute: string;
}

/** Where sealed rows are read from: the store of this machine, or a server that sends them. None of it is believed. */
export interface SealedSource {
  getVault(vaultId: string): Promise<VaultHead | undefined>;
  listItems(vaultId: string): Promise<readonly OverviewRow[]>;
  getItem(vaultId: string, itemId: string): Promise<OverviewRow | undefined>;
  findItems(vaultId: string, titleHash: Uint8Array): Promise<readonly OverviewRow[]>;
  /** An item with its values, which are about to be opened for what is asked. */
  getDetails(found: FoundItem, requested?: RequestedField): Promise<ItemRow | undefined>;
}

/** A vault key sealed to the token of an agent, as `identity` makes it. */
export interface ResealedKey {
  readonly tokenId: string;
  readonly vaultId: string;
  readonly keyVersion: number;
  readonly sealedKey: Uint8Array;
}

/** Everything that lies under a vault's key, under its next one. */
export interface KeyReplacement {
  readonly vault: VaultRow;
  readonly items: readonly ItemRow[];
  readonly sealedKeys: readonly ResealedKey[];
  /** Tokens that had the key before: no other agent may have got it meanwhile. */
  readonly sealedBefore: readonly string[];
}

/**
 * Where vaults and items are stored. Implemented by `storage`; sees ciphertext only.
 *
 * Every method is one transaction. Throws `STORAGE_UNAVAILABLE`, and `STORAGE_CONFLICT` where said.
 */
export interface VaultStore {
  readMeta(name: string): Promise<Uint8Array | undefined>;
  /** Write once: throws `STORAGE_CONFLICT` when another process has written that name already. */
  createMeta(name: string, value: Uint8Array): Promise<void>;
  /** Replace one or several values at once (rotation of the owner key rewrites them with the vault rows). */
  replaceMeta(values: ReadonlyMap<string, Uint8Array>): Promise<void>;

  /** Throws `STORAGE_CONFLICT` when the name hash is taken. */
  insertVault(row: VaultRow): Promise<void>;
  listVaults(): Promise<readonly VaultRow[]>;
  getVault(vaultId: string): Promise<VaultRow | undefined>;
  findVault(nameHash: Uint8Array): Promise<VaultRow | undefined>;
  /**
   * Puts a vault, all its items and sealed keys under the next version of its key, in one step. False when the vault,
   * one of its items or who has its key is not as it was.
   */
  replaceVaultKey(replacement: KeyReplacement): Promise<boolean>;
  /** Deletes the vault with its items, grants and sealed keys. False when it was not there. */
  deleteVault(vaultId: string): Promise<boolean>;

  /** Throws `VAULT_KEY_CHANGED` when the vault has another key version than the row. */
  insertItem(row: ItemRow): Promise<void>;
  listItems(vaultId: string): Promise<readonly ItemRow[]>;
  getItem(vaultId: string, itemId: string): Promise<ItemRow | undefined>;
  findItems(vaultId: string, titleHash: Uint8Array): Promise<readonly ItemRow[]>;
  countItems(vaultId: string): Promise<number>;
  /**
   * Replaces the row whose version is `expectedVersion`. False when it is not that version any more. Throws
   * `VAULT_KEY_CHANGED` when the vault has another key version than the row.
   */
  updateItem(row: ItemRow, expectedVersion: number): Promise<boolean>;
  deleteItem(vaultId: string, itemId: string): Promise<boolean>;
}
