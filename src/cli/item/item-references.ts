import { formatReference } from '../../secrets/index.ts';
import type { ItemOverview } from '../../vault/index.ts';

/** The reference to each field of an item, by field id. */
export function itemReferences(item: ItemOverview): ReadonlyMap<string, string> {
  const vault = { id: item.vaultId, name: item.vaultName };
  return new Map(item.fieldIds.map((field) => [field.id, formatReference({ vault, item, field })]));
}

/** The item as lines of an env file that hold references only, so that it may be committed. */
export function envLines(item: ItemOverview): readonly string[] {
  const references = itemReferences(item);
  return item.fieldIds.map(
    ({ id, label, type }) =>
      `${variableName(`${item.title}_${label}`)}="${references.get(id) ?? ''}${type === 'otp' ? '?attribute=otp' : ''}"`,
  );
}

function variableName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z]/.test(name) ? name : `ITEM_${name}`;
}
