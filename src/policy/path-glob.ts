import { decodeSegment, judgePath } from './judge-path.ts';
import { BINDING_LIMITS } from './limits.ts';

/**
 * A path pattern, cut into segments: text stands for itself, `*` for one segment, `**` for any number, also none. `*%` is
 * one segment that may hold encoded separators, percent signs, `;`, or nothing.
 */
export type PathGlob = readonly string[];

/** What is wrong with a pattern as its owner wrote it; undefined when nothing is. */
export function pathGlobProblem(pattern: string): string | undefined {
  if (!pattern.startsWith('/')) return 'a path starts with /';
  if (pattern.length > BINDING_LIMITS.pathChars) return `a path has at most ${BINDING_LIMITS.pathChars} characters`;
  if (/[\u0000-\u0020\u007f?#]/.test(pattern)) return 'a path holds no blanks, query or fragment';
  const segments = pattern.slice(1).split('/');
  if (segments.length > BINDING_LIMITS.pathSegments)
    return `a path has at most ${BINDING_LIMITS.pathSegments} segments`;
  if (segments.some((segment) => segment.includes('*') && !isWildcard(segment))) {
    return 'a * stands for a whole segment, *% for one that may hold encoded text, and ** for any number of segments';
  }
  // What no request may hold would never match, and its owner would not know why.
  const judged = judgePath(pattern.replaceAll('*%', '*'));
  return judged.kind === 'refused' ? judged.reason : undefined;
}

/** Cut a valid pattern into what is compared with the decoded segments of a request. With `encoded` each `*` is a `*%`. */
export function compilePathGlob(pattern: string, encoded = false): PathGlob {
  return pattern
    .slice(1)
    .split('/')
    .map((segment) => (encoded && segment === '*' ? '*%' : segment))
    .map((segment) => (isWildcard(segment) ? segment : LITERAL + (decodeSegment(segment) ?? segment)));
}

/**
 * Case-sensitive match on whole segments, of which those at the positions `encoded` are covered by `*%` alone. At most
 * (pattern segments x path segments) comparisons: only the last `**` is ever tried again, so no pattern makes it grow
 * faster than the path.
 */
export function matchesPathGlob(glob: PathGlob, segments: readonly string[], encoded: readonly number[] = []): boolean {
  let [g, s] = [0, 0];
  let retry: { glob: number; segment: number } | undefined;
  while (s < segments.length) {
    if (glob[g] === '**') {
      retry = { glob: g + 1, segment: s };
      g += 1;
    } else if (matchesSegment(glob[g], segments[s], encoded.includes(s))) {
      [g, s] = [g + 1, s + 1];
    } else if (retry !== undefined && !encoded.includes(retry.segment)) {
      retry.segment += 1;
      [g, s] = [retry.glob, retry.segment];
    } else {
      return false;
    }
  }
  return glob.slice(g).every((segment) => segment === '**');
}

/** True when some path that begins with these segments matches. */
export function couldMatchPrefix(glob: PathGlob, segments: readonly string[]): boolean {
  for (const [index, segment] of segments.entries()) {
    if (glob[index] === '**') return true;
    if (!matchesSegment(glob[index], segment, false)) return false;
  }
  return true;
}

/** Negative when `a` is the more specific: where they first differ, text comes before `*`, the end, and then `**`. */
export function compareSpecificity(a: PathGlob, b: PathGlob): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = rank(a[i]) - rank(b[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

// Marks text in a compiled pattern, so that an encoded star in a pattern is not taken for a wildcard.
const LITERAL = '=';

function isWildcard(segment: string): boolean {
  return segment === '*' || segment === '*%' || segment === '**';
}

function matchesSegment(glob: string | undefined, segment: string | undefined, isEncoded: boolean): boolean {
  if (glob === undefined || segment === undefined) return false;
  if (isEncoded) return glob === '*%';
  return glob === '*' || glob === '*%' ? segment !== '' : glob === LITERAL + segment;
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 2;
  if (segment === '*' || segment === '*%') return 1;
  return segment === '**' ? 3 : 0;
}
