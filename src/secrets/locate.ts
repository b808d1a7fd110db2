import type { ErrorCode } from '../core/index.ts';
import { foldName } from '../vault/index.ts';
import type { SecretReference } from './reference.ts';
import type { FieldSummary, ItemSummary, ReadStore } from './secret-store.ts';

export interface LocatedField {
  readonly kind: 'located';
  readonly item: ItemSummary;
  readonly field: FieldSummary;
}

export interface NotLocated {
  readonly kind: 'missing';
  readonly code: Extract<ErrorCode, 'VAULT_NOT_FOUND' | 'ITEM_NOT_FOUND' | 'ITEM_FIELD_NOT_FOUND' | 'ITEM_AMBIGUOUS'>;
  readonly reason: string;
  readonly hint: string;
}

/** Find the one field a reference names. Several that fit are an answer of their own, never the first. */
export async function locate(
  store: Pick<ReadStore, 'findIn'>,
  reference: SecretReference,
): Promise<LocatedField | NotLocated> {
  const found = await store.findIn(reference.vault, reference.item);
  switch (found.kind) {
    case 'found':
      return locateField(found.item, reference);
    case 'no_vault':
      return missing('VAULT_NOT_FOUND', 'there is no such vault, or no right to it', 'see `keyward vault list`');
    case 'none':
      return missing('ITEM_NOT_FOUND', 'the vault has no such item', 'see `keyward item list`');
    case 'ambiguous':
      return missing('ITEM_AMBIGUOUS', 'more than one item has this name', `name one: ${found.candidates.join(', ')}`);
  }
}

function locateField(item: ItemSummary, reference: SecretReference): LocatedField | NotLocated {
  const named = item.fields.filter((field) => isNamed(field, reference));
  // Without a section the reference is the whole path of a field that has none.
  const whole = reference.section === undefined ? named.filter(({ section }) => section === undefined) : named;
  const candidates = whole.length === 1 ? whole : named;
  const [field] = candidates;
  if (field === undefined)
    return missing('ITEM_FIELD_NOT_FOUND', 'the item has no such field', 'see `keyward item get`');
  if (candidates.length === 1) return { kind: 'located', item, field };
  const ids = candidates.map(({ id }) => id).join(', ');
  return missing('ITEM_AMBIGUOUS', 'more than one field has this name', `name its section, or its id: ${ids}`);
}

function isNamed({ id, label, section }: FieldSummary, reference: SecretReference): boolean {
  if (reference.section !== undefined && !isSame(section ?? '', reference.section)) return false;
  return isSame(label, reference.field) || isSame(id, reference.field);
}

function isSame(name: string, wanted: string): boolean {
  return foldName(name) === foldName(wanted);
}

function missing(code: NotLocated['code'], reason: string, hint: string): NotLocated {
  return { kind: 'missing', code, reason, hint };
}
