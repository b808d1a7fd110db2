import type { Clock, Json, Random, SecretValue } from '../core/index.ts';
import type { RequestedField, FieldType, VaultName } from '../vault/index.ts';

/** The tag by which an item is a decoy. */
export const DECOY_TAG = 'honey';

/** What a store tells about an item without opening it. Never a value. */
export interface ItemSummary {
  readonly id: string;
  readonly vaultId: string;
  readonly vaultName: string;
  readonly title: string;
  readonly category: string;
  readonly tags: readonly string[];
  /** Undefined where the store counts none; what was decided on one version is not opened from another. */
  readonly version?: number;
  /** As stored; `policy` judges whether it is a binding. */
  readonly binding?: Json;
  readonly fields: readonly FieldSummary[];
}

/** Whether the owner marked an item as a decoy. Agents are not shown tags. */
export function isDecoy({ tags }: Pick<ItemSummary, 'tags'>): boolean {
  return tags.includes(DECOY_TAG);
}

export interface FieldSummary {
  readonly id: string;
  readonly label: string;
  readonly type: FieldType;
  readonly section?: string;
  /** True for what must stay secret; a user name need not. */
  readonly isConcealed: boolean;
  /** Length in bytes, for the minimum-length rules; never shown to an agent. Undefined where it is known only when opened. */
  readonly byteLength?: number;
}

export type FoundItem =
  | { readonly kind: 'found'; readonly item: ItemSummary }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] };

export type FoundInVault = FoundItem | { readonly kind: 'no_vault' };

export interface NewCredential {
  readonly vaultId: string;
  readonly title: string;
  readonly value: SecretValue;
  readonly clock: Clock;
  readonly random: Random;
}

/** Names one item of a store, as it was when it was judged. Every `ItemSummary` is one. */
export interface ItemReference extends Pick<ItemSummary, 'id' | 'vaultId' | 'version'> {}

export interface SummaryPage {
  readonly items: readonly ItemSummary[];
  /** For the page after this one; undefined on the last. Only the store that gave it reads it. */
  readonly nextCursor?: string;
}

/**
 * A port through which secrets are read, seen through the grants of one caller.
 *
 * What cannot be answered is thrown as `storeFailure` has it.
 */
export interface ReadStore {
  /** Pages may have any size, and none too. */
  list(cursor?: string): Promise<SummaryPage>;
  listVaults(): Promise<readonly VaultName[]>;
  /** By title, id, or `vault/title`. Several matches are an answer of their own, never the first. */
  find(reference: string): Promise<FoundItem>;
  /** By title or id, in the vault of that name or id. */
  findIn(vault: string, item: string): Promise<FoundInVault>;
  /**
   * The fields of one item with their values, by field id. `requested` is for the record, where a server writes it.
   *
   * Throws `ITEM_CHANGED` when the item has another version by now: its binding may be another one, and what was decided
   * on the old one does not hold. Throws `VAULT_RECORD_TAMPERED` when a record does not authenticate.
   */
  open(item: ItemReference, requested?: RequestedField): Promise<ReadonlyMap<string, SecretValue>>;
}

/** A port that takes in new credentials. */
export interface CaptureStore {
  /** The item that holds this very value since it was captured, if any. */
  findCaptured(vaultId: string, value: SecretValue): Promise<ItemSummary | undefined>;
  /**
   * Store a credential found in an answer as a new sealed item, tagged `captured`. It has no binding, so no agent
   * can use it before the owner binds it.
   *
   * Throws `ITEM_EXISTS` when the title is taken, `ITEM_INVALID`, and `VAULT_NOT_FOUND`.
   */
  capture(credential: NewCredential): Promise<ItemSummary>;
}

export type SecretStore = ReadStore & CaptureStore;
