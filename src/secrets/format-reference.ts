import { isReferencable, REFERENCE_PREFIX } from './reference.ts';

/** What a reference to a field is made of. */
export interface ReferencedField {
  readonly vault: { readonly id: string; readonly name: string };
  readonly item: { readonly id: string; readonly title: string };
  readonly field: { readonly id: string; readonly label: string; readonly section?: string | undefined };
}

/** The reference that names this field, by names where they can stand in one and by ids where not. */
export function formatReference({ vault, item, field }: ReferencedField): string {
  const parts = [nameOr(vault.name, vault.id), nameOr(item.title, item.id)];
  const { section } = field;
  if (section !== undefined && isReferencable(section)) parts.push(section);
  // A field id is letters, digits, `_`, `.` and `-` always.
  parts.push(nameOr(field.label, field.id));
  return `${REFERENCE_PREFIX}${parts.join('/')}`;
}

function nameOr(name: string, id: string): string {
  return isReferencable(name) ? name : id;
}
