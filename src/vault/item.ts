import type { Json, SecretValue } from '../core/index.ts';

/** Field types as 1Password names them, in lower case. */
export const FIELD_TYPES = [
  'concealed',
  'text',
  'otp',
  'url',
  'email',
  'phone',
  'date',
  'month_year',
  'ssh_key',
  'file',
] as const;

export type FieldType = (typeof FIELD_TYPES)[number];

/** What is known about a field without opening it. */
export interface FieldInfo {
  readonly id: string;
  readonly label: string;
  readonly type: FieldType;
  readonly section?: string;
  /** Of the value's UTF-8 form. */
  readonly byteLength: number;
}

export interface Field extends FieldInfo {
  readonly value: SecretValue;
}

/** Everything about an item but its values. */
export interface ItemOverview {
  readonly id: string;
  readonly vaultId: string;
  readonly vaultName: string;
  readonly title: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly urls: readonly string[];
  /** As the owner stored it; `policy` judges whether it is a binding. */
  readonly binding?: Json;
  readonly fieldIds: readonly FieldInfo[];
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface FieldDraft {
  readonly id: string;
  /** Defaults to the id. */
  readonly label?: string;
  readonly type: FieldType;
  readonly section?: string;
  readonly value: SecretValue;
}

export interface ItemDraft {
  readonly title: string;
  /** Defaults to `api_credential`. */
  readonly category?: string;
  readonly tags?: readonly string[];
  readonly urls?: readonly string[];
  readonly binding?: Json;
  readonly fields: readonly FieldDraft[];
}

/** What is left out stays as it is. */
export interface ItemChange {
  readonly title?: string;
  readonly category?: string;
  readonly tags?: readonly string[];
  readonly urls?: readonly string[];
  /** `null` takes the binding away. */
  readonly binding?: Json;
  /** Replaced where the id exists, added where it does not. */
  readonly setFields?: readonly FieldDraft[];
  readonly removeFields?: readonly string[];
  /** The version the change was made for; another one there throws `ITEM_CHANGED`. */
  readonly expectedVersion?: number;
}

/** The same within one vault, which itself may not be there. */
export type ItemMatchInVault = ItemMatch | { readonly kind: 'no_vault' };

/** Answer to a look-up by a name people use. Several matches are an answer of their own, never the first. */
export type ItemMatch =
  | { readonly kind: 'found'; readonly overview: ItemOverview }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'ambiguous';
      /** References that each name one of them. */
      readonly candidates: readonly string[];
    };
