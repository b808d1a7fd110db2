import { refuse, type Refusal } from './refusal.ts';

type JudgedPath = { readonly kind: 'path'; readonly segments: readonly string[] } | Refusal;

// Control characters, percent, semicolon, slash and backslash: what makes one path mean two things upstream. With them
// the other slashes of Unicode, which code pages of Windows turn into plain ones ("best fit").
const AMBIGUOUS = /[\u0000-\u001f\u007f-\u009f%;/\\\u2044\u2215\u2216\u29f5\u29f8\u29f9]/;

/**
 * Judge a serialised pathname and give its decoded segments (security reference E-9).
 *
 * The URL standard resolves `..` and `%2e%2e` but leaves `..%2f`, `%5c`, `%252e` and `..;` alone, and upstreams may
 * decode them. A percent sign never survives a decoding here, so one decoding is all there can be.
 */
export function judgePath(pathname: string): JudgedPath {
  if (pathname.includes('//')) return refusePath('the path must not have empty segments');
  const segments: string[] = [];
  for (const encoded of pathname.slice(1).split('/')) {
    const segment = decodeSegment(encoded);
    if (segment === undefined) return refusePath('the path is not valid percent-encoded UTF-8');
    if (AMBIGUOUS.test(segment)) {
      return refusePath('the path must not hold ";" or encoded separators, percent signs or control characters');
    }
    if (isDotSegment(segment)) return refusePath('the path must not hold dot segments');
    segments.push(segment);
  }
  return { kind: 'path', segments: Object.freeze(segments) };
}

/** Percent-decode one segment; undefined when it is not well-formed. */
export function decodeSegment(encoded: string): string | undefined {
  if (!encoded.includes('%')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

// Windows servers ignore trailing blanks and what follows a colon (streams of NTFS), others fold full-width dots and
// slashes (NFKC) into ASCII and drop characters that show nothing.
function isDotSegment(segment: string): boolean {
  const folded = segment
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('\u3002', '.')
    .trim();
  return /^\.{1,2}\s*(?::|$)/.test(folded) || /[/\\]/.test(folded);
}

function refusePath(reason: string): Refusal {
  return refuse('POLICY_PATH_REFUSED', reason);
}
