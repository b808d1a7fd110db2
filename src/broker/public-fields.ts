import { authList } from '../core/index.ts';
import { authFields } from '../outbound/index.ts';
import type { Binding } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';

/**
 * Ids of the fields that an item places and that are no secret: those not concealed, where it places a concealed one
 * beside them. An item whose only placed field is plain text has that for its secret.
 */
export function publicFields(item: ItemSummary, { auth }: Binding): ReadonlySet<string> {
  if (authList(auth).length < 2) return NONE;
  const concealed = new Set(item.fields.filter((field) => field.isConcealed).map(({ id }) => id));
  const placed = authFields(auth).map(({ id }) => id);
  return placed.some((id) => concealed.has(id)) ? new Set(placed.filter((id) => isOpen(item, id))) : NONE;
}

function isOpen(item: ItemSummary, id: string): boolean {
  return item.fields.some((field) => field.id === id && !field.isConcealed);
}

const NONE: ReadonlySet<string> = new Set();
