import type { Json } from '../core/index.ts';

/** True for a JSON pointer (RFC 6901): empty, or segments that each begin with `/`. */
export function isJsonPointer(text: string): boolean {
  return text.length <= 512 && /^(?:\/(?:[^~/]|~[01])*)*$/.test(text);
}

/** The value a pointer names (RFC 6901 section 4); undefined when there is none. Own members only. */
export function resolvePointer(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const token of pointer.split('/').slice(1)) {
    value = member(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (value === undefined) return undefined;
  }
  return value;
}

function member(value: Json, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // An array has only the indices RFC 6901 allows: `length` and 01 are not members.
  if (isArray(value)) return /^(?:0|[1-9][0-9]{0,9})$/.test(name) ? value[Number(name)] : undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
