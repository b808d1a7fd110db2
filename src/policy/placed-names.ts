import { authList, pathTemplate, type Auths } from '../core/index.ts';
import { foldHeaderName } from './refused-headers.ts';

/** What the placements of a binding keep for the server alone. */
export interface PlacedNames {
  /** Lower case; of the schemes that name one. */
  readonly headers: readonly string[];
  /** Placements in the header authorization or cookie, which no caller can set. */
  readonly authorizations: number;
  readonly query: readonly string[];
  /** First members of the JSON body. */
  readonly json: readonly string[];
  readonly form: readonly string[];
  readonly bodies: readonly ('json' | 'form')[];
  /** The segments a path begins with, as the caller writes them. */
  readonly paths: readonly (readonly string[])[];
  /** Every place by a name of its own, to tell two that are the same. */
  readonly names: readonly string[];
}

/** Read the placements once. */
export function placedNames(auth: Auths): PlacedNames {
  const list = authList(auth);
  const headers = list.flatMap((each) => (each.scheme === 'header' ? [each.name] : []));
  const query = list.flatMap((each) => (each.scheme === 'query' ? [each.name] : []));
  const pointers = list.flatMap((each) => (each.scheme === 'json' ? [each.pointer] : []));
  const form = list.flatMap((each) => (each.scheme === 'form' ? [each.name] : []));
  const fixed = list.filter(({ scheme }) => scheme === 'bearer' || scheme === 'basic').length;
  const cookies = list.filter(({ scheme }) => scheme === 'cookie').length;
  return {
    headers,
    authorizations: Math.max(fixed + headers.filter((name) => name === 'authorization').length, cookies),
    query,
    json: [...new Set(pointers.map((pointer) => firstMember(pointer)))],
    form,
    bodies: list.flatMap(({ scheme }) => (scheme === 'json' || scheme === 'form' ? [scheme] : [])),
    paths: list.flatMap((each) => (each.scheme === 'path' ? [pathTemplate(each.path).segments] : [])),
    names: [
      ...headers.map((name) => `header ${foldHeaderName(name)}`),
      ...query.map((name) => `query ${name}`),
      ...pointers.map((pointer) => `json ${pointer}/`),
      ...form.map((name) => `form ${name}`),
    ],
  };
}

/** Whether servers may take one header for the other: the caller's for that of the credential. */
export function isSameHeader(name: string, own: string): boolean {
  return foldHeaderName(name) === foldHeaderName(own);
}

/** Whether two places are one, or one lies within the other. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [foldName(one), foldName(other)];
  return a === b || (a.startsWith('json ') && (a.startsWith(b) || b.startsWith(a)));
}

/** Servers that ignore case and width would see the same name. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

// Servers that ignore case and width, turn dots, blanks and hyphens into underscores, read a[b] as a (and an a[b that is
// left open as a_b) would see the same parameter.
export function foldQueryName(name: string): string {
  const folded = name
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .trim()
    .toLowerCase();
  const plain = folded.includes(']') ? folded.replace(/\[.*$/s, '') : folded.replaceAll('[', '_');
  return plain.replace(/[. -]/g, '_');
}

function firstMember(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
