import { tokenShapes } from '../catalog/index.ts';
import { SecretValue } from '../core/index.ts';
import { indexShapes, type ShapeIndex } from './shape-index.ts';

/** A credential that was recognised by its shape, and where it stands in the text. */
export interface FoundCredential {
  /** Name of the shape, such as `github-token`. */
  readonly shape: string;
  readonly from: number;
  readonly to: number;
  readonly value: SecretValue;
}

/**
 * Find credentials in an answer that were unknown before, such as the token that a token endpoint gives, so that
 * they can be captured instead of shown. In order of appearance, never overlapping. Linear in the text.
 *
 * It knows only secret shapes of the catalog that begin with or hold a fixed text, and only as they are: what has no
 * shape of its own must be named by the binding. A checksum that fails does not spare a token: a service may change its
 * format. It finds no known secret; that is the scrubber's.
 */
export function findCredentials(text: string): FoundCredential[] {
  const found = spansIn(text);
  found.sort((one, other) => one.from - other.from || other.to - one.to);
  let end = 0;
  return found
    .filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    })
    .map((span) => ({ ...span, value: SecretValue.fromText(text.slice(span.from, span.to)) }));
}

interface Span {
  readonly shape: string;
  readonly from: number;
  readonly to: number;
}

let index: ShapeIndex | undefined;

function spansIn(text: string): Span[] {
  index ??= indexShapes(tokenShapes().filter(({ secret, prefixes }) => secret && prefixes.length > 0));
  const found: Span[] = [];
  // Behind a match no second one of its shape begins inside it, so no character is matched twice.
  const ends = new Map<string, number>();
  index.scan(text, ({ shape, lead, pattern }, at) => {
    for (let from = Math.max(at - lead.max, ends.get(shape.id) ?? 0); from <= at - lead.min; from += 1) {
      const to = matchAt(text, from, pattern());
      if (to === undefined || !isDrawn(text.slice(from, to), shape.minEntropy)) continue;
      ends.set(shape.id, to);
      found.push({ shape: shape.id, from, to });
      return;
    }
  });
  return found;
}

function matchAt(text: string, from: number, pattern: RegExp): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function isDrawn(token: string, minEntropy: number | undefined): boolean {
  return minEntropy === undefined || entropy(token) >= minEntropy;
}

/** Shannon bits for each character. */
function entropy(token: string): number {
  const counts = new Map<string, number>();
  for (const letter of token) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / token.length) * Math.log2(count / token.length),
    0,
  );
}
