import type { Json } from '../core/index.ts';

/** True for a JSON pointer (RFC 6901): empty, or segments that each begin with `/`. */
export function isJsonPointer(text: string): boolean {
  return text.length <= 512 && /^(?:\/(?:[^~/]|~[01])*)*$/.test(text);
}

/** The value a pointer names (RFC 6901 section 4); undefined when there is none. Own members only. */
export function resolvePointer(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const token of tokens(pointer)) {
    value = member(value, token);
    if (value === undefined) return undefined;
  }
  return value;
}

/**
 * True when a pointer passes a member whose name another member beside it is taken for where capitals do not count: Go
 * and .NET read `Method` as `method`, and the last one wins. Some servers end a name at a NUL, others drop what is not seen.
 */
export function hasLookalike(document: Json, pointer: string): boolean {
  let value: Json | undefined = document;
  for (const token of tokens(pointer)) {
    if (typeof value !== 'object' || value === null) return false;
    if (!isArray(value) && Object.keys(value).some((name) => name !== token && looksLike(name, token))) return true;
    value = member(value, token);
    if (value === undefined) return false;
  }
  return false;
}

function tokens(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function looksLike(name: string, token: string): boolean {
  const folded = readings(token);
  return readings(name).some((reading) => folded.includes(reading));
}

function readings(name: string): readonly string[] {
  return [fold(name), fold(name.split('\0', 1)[0] ?? '')];
}

function fold(name: string): string {
  return name
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, '')
    .normalize('NFKC')
    .toLowerCase();
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
