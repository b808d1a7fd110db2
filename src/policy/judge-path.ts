import { refuse, type Refusal } from './refusal.ts';

type JudgedPath =
  | {
      readonly kind: 'path';
      readonly segments: readonly string[];
      /** Positions of the segments that only a rule with `*%` covers. */
      readonly encoded: readonly number[];
    }
  | Refusal;

// Control characters, percent, semicolon, slash and backslash: what makes one path mean two things upstream. With them
// the other slashes of Unicode, which code pages of Windows turn into plain ones ("best fit").
const AMBIGUOUS = /[\u0000-\u001f\u007f-\u009f%;/\\\u2044\u2215\u2216\u29f5\u29f8\u29f9]/;
// Of these no rule lets any through.
const NEVER = /[\u0000-\u001f\u007f-\u009f\\\u2044\u2215\u2216\u29f5\u29f8\u29f9\ufffd]/;
// `%u002e`, which IIS decodes.
const WIDE_ESCAPE = /%u[0-9a-f]{4}/i;
const MAX_DECODINGS = 6;

/**
 * Judge a serialised pathname and give its decoded segments (security reference E-9).
 *
 * The URL standard resolves `..` and `%2e%2e` but leaves `..%2f`, `%5c`, `%252e` and `..;` alone, and upstreams may
 * decode them. Unless `encoded` says that a rule can cover them, separators, percent signs and empty segments are
 * refused; with it they stay within their one segment, and what any decoding of it could make a dot segment is refused.
 */
export function judgePath(pathname: string, { encoded: mayHold = false } = {}): JudgedPath {
  const parts = pathname.slice(1).split('/');
  const segments: string[] = [];
  const encoded: number[] = [];
  for (const [index, part] of parts.entries()) {
    const segment = decodeSegment(part);
    if (segment === undefined) return refusePath('the path is not valid percent-encoded UTF-8');
    const isEmpty = part === '' && index < parts.length - 1;
    // An empty first segment makes a path that begins with //, which many take for a host.
    if (isEmpty && (!mayHold || index === 0)) return refusePath('the path must not have empty segments');
    if (AMBIGUOUS.test(segment) && (!mayHold || !readingsOf(segment).every(isHarmless))) {
      return refusePath('the path must not hold ";" or encoded separators, percent signs or control characters');
    }
    if (isDotSegment(segment)) return refusePath('the path must not hold dot segments');
    if (isEmpty || AMBIGUOUS.test(segment)) encoded.push(index);
    segments.push(segment);
  }
  return { kind: 'path', segments: Object.freeze(segments), encoded: Object.freeze(encoded) };
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

/**
 * The paths that servers could make of one whose segments hold separators: with parameters cut off or not, decoded once
 * more or several times, and empty segments left out.
 */
export function readings(segments: readonly string[]): readonly (readonly string[])[] {
  const decoded = segments.map((segment) => readingsOf(segment));
  const levels = Math.max(...decoded.map((each) => each.length));
  return Array.from({ length: levels }, (_, level) =>
    decoded.map((each) => each[Math.min(level, each.length - 1)] ?? '').join('/'),
  ).flatMap((path) => [split(path, (part) => part), split(path, withoutParameters)]);
}

function split(path: string, of: (part: string) => string): readonly string[] {
  return path
    .split('/')
    .map(of)
    .filter((part) => part !== '');
}

function withoutParameters(part: string): string {
  return part.replace(/[;?#].*$/s, '');
}

// What a server that decodes once more than it should, and again, would see. Lenient: such servers are.
function readingsOf(segment: string): readonly string[] {
  const found = [segment];
  for (let text = decodeLoosely(segment); text !== found.at(-1); text = decodeLoosely(text)) {
    found.push(text);
    if (found.length > MAX_DECODINGS) return [...found, '..'];
  }
  return found;
}

function decodeLoosely(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

function isHarmless(reading: string): boolean {
  if (NEVER.test(reading) || WIDE_ESCAPE.test(reading)) return false;
  return reading.split('/').every((part) => !isDotSegment(part) && !isDotSegment(withoutParameters(part)));
}

// Windows servers ignore trailing blanks and what follows a colon (streams of NTFS), others fold full-width dots and
// slashes (NFKC) into ASCII and drop characters that show nothing.
function isDotSegment(segment: string): boolean {
  const folded = segment
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('\u3002', '.')
    .trim();
  return /^\.{1,2}\s*(?::|$)/.test(folded) || (/[/\\]/.test(folded) && !segment.includes('/'));
}

function refusePath(reason: string): Refusal {
  return refuse('POLICY_PATH_REFUSED', reason);
}
