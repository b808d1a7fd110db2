import { canonicalJson, type JsonObject, KeywardError, type Random, SecretValue } from '../core/index.ts';
import { revealBytes } from '../core/hazmat.ts';
import { associatedData, equal, open, seal } from '../crypto/index.ts';
import { decodeFields, encodeFields } from './field-codec.ts';
import type { Field, ItemOverview } from './item.ts';
import { hashTitle } from './name-hash.ts';
import { MAX_DETAILS_BYTES, overviewSchema, type SealedOverview } from './overview-schema.ts';
import type { ItemRow, OverviewRow } from './store.ts';
import { tampered } from './tampered.ts';
import type { OpenVault } from './vault-record.ts';

/** An item as it is about to be sealed. */
export interface ItemContent extends Omit<ItemOverview, 'vaultId' | 'vaultName' | 'fieldIds'> {
  readonly fields: readonly Omit<Field, 'byteLength'>[];
}

/** Seal an item: overview and details apart. Throws `ITEM_INVALID`. */
export function sealItem(content: ItemContent, vault: OpenVault, random: Random): ItemRow {
  const { id, version, createdAt, updatedAt } = content;
  const values = new Map(content.fields.map((field) => [field.id, revealBytes(field.value)]));
  const overview = toOverview(content);
  const rowKey = { id, vaultId: vault.vaultId, version, keyVersion: vault.keyVersion };
  const sealAs = (kind: RecordKind, plaintext: Uint8Array): Uint8Array =>
    seal({ key: vault.key, plaintext, aad: aadOf(kind, rowKey), random });
  return {
    ...rowKey,
    titleHash: hashTitle(vault.key, content.title),
    overview: sealAs('item overview', new TextEncoder().encode(canonicalJson(overview))),
    details: sealAs('item details', encodeFields(values)),
    createdAt,
    updatedAt,
  };
}

/**
 * Open the overview of an item, and make sure the database found the item that was meant.
 *
 * Throws `VAULT_RECORD_TAMPERED`.
 */
export function openOverview(row: OverviewRow, vault: OpenVault): ItemOverview {
  const { id, version } = row;
  const plaintext = open({ key: vault.key, sealed: row.overview, aad: aadOf('item overview', row) });
  const overview = plaintext && parseOverview(plaintext);
  // The index column lies outside the seal: moved to another row, it would find the wrong item.
  if (overview === undefined || !equal(row.titleHash, hashTitle(vault.key, overview.title))) {
    throw tampered('item', { vault_id: vault.vaultId, item_id: id });
  }
  const { v: _v, fields, created_at: createdAt, updated_at: updatedAt, binding, ...rest } = overview;
  const fieldIds = fields.map(({ byte_length: byteLength, section, ...field }) => ({
    ...field,
    ...(section === undefined ? {} : { section }),
    byteLength,
  }));
  const rowKey = { id, vaultId: vault.vaultId, vaultName: vault.name, version, createdAt, updatedAt };
  return { ...rowKey, ...rest, ...(binding === undefined ? {} : { binding }), fieldIds };
}

/** Open the values that belong to an overview. Throws `VAULT_RECORD_TAMPERED`. */
export function openDetails(row: ItemRow, overview: ItemOverview, vault: OpenVault): readonly Field[] {
  const plaintext = open({ key: vault.key, sealed: row.details, aad: aadOf('item details', row) });
  const values = plaintext && decodeFields(plaintext);
  return overview.fieldIds.map((field) => {
    const value = values?.get(field.id);
    if (value === undefined) throw tampered('item', { vault_id: vault.vaultId, item_id: overview.id });
    return { ...field, value: SecretValue.fromBytes(value) };
  });
}

/** The same item under the vault's next key. Throws `VAULT_RECORD_TAMPERED`. */
export function moveItem(
  row: ItemRow,
  { before, after, random }: { readonly before: OpenVault; readonly after: OpenVault; readonly random: Random },
): ItemRow {
  const { title } = openOverview(row, before);
  const moved = { ...row, keyVersion: after.keyVersion, titleHash: hashTitle(after.key, title) };
  const move = (kind: RecordKind, sealed: Uint8Array): Uint8Array => {
    const plaintext = open({ key: before.key, sealed, aad: aadOf(kind, row) });
    if (plaintext === undefined) throw tampered('item', { vault_id: row.vaultId, item_id: row.id });
    return seal({ key: after.key, plaintext, aad: aadOf(kind, moved), random });
  };
  return { ...moved, overview: move('item overview', row.overview), details: move('item details', row.details) };
}

type RecordKind = 'item overview' | 'item details';

type RowKey = Pick<ItemRow, 'vaultId' | 'id' | 'version' | 'keyVersion'>;

// Where a record lies is sealed into it: moved anywhere else, it does not open.
function aadOf(kind: RecordKind, { vaultId, id, version, keyVersion }: RowKey): Uint8Array {
  return associatedData([kind, vaultId, id, version, keyVersion]);
}

function toOverview(content: ItemContent): JsonObject {
  const { title, category, tags, urls, binding, fields, createdAt, updatedAt } = content;
  const overview = {
    v: 1,
    title,
    category,
    tags,
    urls,
    ...(binding === undefined ? {} : { binding }),
    fields: fields.map(({ id, label, type, section, value }) => ({
      id,
      label,
      type,
      ...(section === undefined ? {} : { section }),
      byte_length: value.byteLength,
    })),
    created_at: createdAt,
    updated_at: updatedAt,
  };
  const totalBytes = fields.reduce((sum, { value }) => sum + value.byteLength, 0);
  const { success, error } = overviewSchema.safeParse(overview);
  if (success && totalBytes <= MAX_DETAILS_BYTES) return overview;
  const where = error?.issues[0]?.path.join('.') ?? 'fields';
  throw new KeywardError('ITEM_INVALID', `the item cannot be stored: its ${where} is not valid`);
}

function parseOverview(plaintext: Uint8Array): SealedOverview | undefined {
  return overviewSchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
}
