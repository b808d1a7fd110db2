import type { Json } from '../core/index.ts';
import { resolvePointer } from '../policy/index.ts';

export interface Selected {
  readonly value: Json;
  /** Pointers and fields that found nothing. */
  readonly notFound: readonly string[];
}

/**
 * Keep only what the pointers name, under the pointers themselves, so that nothing else of the shape shows; `*` is every
 * element of a list. Of what is left, or of the whole, keep `fields`: these members of each element.
 */
export function selectParts(
  body: Json,
  {
    select = [],
    fields = [],
  }: { readonly select?: readonly string[] | undefined; readonly fields?: readonly string[] | undefined },
): Selected {
  const named = select.map((pointer) => [pointer, partsOf(body, pointer)] as const);
  const missing = new Set(fields);
  const narrowed = (value: Json): Json => (fields.length === 0 ? value : membersOf(value, fields, missing));
  const found = named.flatMap(([pointer, value]) => (value === undefined ? [] : [[pointer, narrowed(value)] as const]));
  const value = select.length === 0 ? narrowed(body) : Object.fromEntries(found);
  const unfound = named.flatMap(([pointer, part]) => (part === undefined ? [pointer] : []));
  return { value, notFound: [...unfound, ...missing] };
}

// One star walks a list; each more one multiplies, and an answer is bounded only after.
const MAX_PARTS = 100_000;

function partsOf(body: Json, pointer: string): Json | undefined {
  const [first = '', ...rest] = pointer.split('/*');
  const isStar = rest.every((tail) => tail === '' || tail.startsWith('/'));
  // A member of that name comes first: then it is a plain pointer.
  const plain = resolvePointer(body, pointer);
  if (plain !== undefined || rest.length === 0 || !isStar) return plain;
  let found: readonly Json[] = valueList(resolvePointer(body, first));
  for (const tail of rest) {
    const next: Json[] = [];
    for (const list of found) {
      if (!isList(list)) continue;
      for (const each of list) {
        const value = resolvePointer(each, tail);
        if (value !== undefined && next.length < MAX_PARTS) next.push(value);
      }
    }
    found = next;
  }
  return found.length === 0 ? undefined : found;
}

function membersOf(value: Json, fields: readonly string[], missing: Set<string>): Json {
  if (isList(value)) return value.map((each) => (isList(each) ? each : membersOf(each, fields, missing)));
  if (typeof value !== 'object' || value === null) return value;
  const members = fields.flatMap((field) => {
    const member = resolvePointer(value, field.startsWith('/') || field === '' ? field : `/${escaped(field)}`);
    if (member === undefined) return [];
    missing.delete(field);
    return [[field, member] as const];
  });
  return Object.fromEntries(members);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function valueList(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
