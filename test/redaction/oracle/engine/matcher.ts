import { buildGramIndex, codeOf, GRAM, GRAM_MASK, SPREAD } from './gram-index.ts';

/** One form of one secret, folded. */
export interface Needle {
  readonly bytes: Uint8Array;
  /** Index of the secret it stands for. */
  readonly secret: number;
  /** Shortest piece that counts; the length of `bytes` when only the whole does. */
  readonly window: number;
  /** Where each byte stood in the form before it was folded, and how long that was. */
  readonly places: Uint32Array;
  readonly length: number;
  /** What a piece must have been long before it was folded, with the separators around it. */
  readonly minSpan: number;
  /** Its public part (a well-known prefix), from..to. */
  readonly publicFrom: number;
  readonly publicTo: number;
  /** A piece must reach this many bytes beyond the public part. */
  readonly minUnknown: number;
}

export interface Matcher {
  /** Calls `onHit` with the secret's index for every hit; answers the work done, in bytes compared. */
  find(text: Uint8Array, length: number, onHit: (secret: number) => void): number;
}

/**
 * Find needles, and long enough pieces of them, in folded text: a bit filter over the text's own 5-grams
 * leaves few places to compare. One engine for 1 secret and for 20,000: with pieces to find, even one
 * secret is more needles than a search per needle is fast for.
 */
export function createMatcher(needles: readonly Needle[]): Matcher {
  const index = buildGramIndex(needles.map((needle) => ({ bytes: needle.bytes, offsets: gramOffsets(needle) })));
  const { filter, filterShift } = index;
  return {
    find: (text, length, onHit) => {
      let work = 0;
      let gram = 0;
      for (let at = 0; at < length; at += 1) {
        gram = ((gram << 6) | codeOf(text[at] ?? 0)) & GRAM_MASK;
        const bit = Math.imul(gram, SPREAD) >>> filterShift;
        if (((filter[bit >>> 5] ?? 0) & (1 << bit)) === 0 || !index.mayHold(gram)) continue;
        for (let entry = index.first(gram); entry >= 0; entry = index.next(entry)) {
          const needle = needles[index.needleOf(entry)];
          if (needle === undefined) continue;
          const piece = widestPiece(needle.bytes, index.offsetOf(entry), { text, length, at: at - GRAM + 1 });
          work += piece.to - piece.from + 1;
          if (counts(needle, piece)) onHit(needle.secret);
        }
      }
      return work;
    },
  };
}

/** Places of 5-grams such that every piece that counts holds a whole one, and that the public part holds none. */
function gramOffsets({ bytes, window, publicFrom, publicTo, minUnknown }: Needle): number[] {
  const step = Math.max(1, window - GRAM + 1);
  const last = bytes.length - GRAM;
  const offsets: number[] = [];
  const reach = Math.min(GRAM, minUnknown);
  // A reversed needle has its public part behind: lay the grams from there backwards, else forwards.
  if (publicFrom > 0) for (let at = publicFrom - reach; at >= 0; at -= step) offsets.push(at);
  else for (let at = Math.max(0, publicTo - GRAM + reach); at <= last; at += step) offsets.push(at);
  if (offsets.length === 0 && last >= 0) offsets.push(publicFrom > 0 ? 0 : last);
  return offsets;
}

interface Place {
  readonly text: Uint8Array;
  readonly length: number;
  readonly at: number;
}

interface Piece {
  readonly from: number;
  readonly to: number;
}

/** The longest piece of the needle around `offset` that the text shows around `place.at`; empty if none. */
function widestPiece(needle: Uint8Array, offset: number, place: Place): Piece {
  const shift = place.at - offset;
  const ceiling = Math.min(needle.length, place.length - shift);
  let to = offset;
  while (to < ceiling && needle[to] === place.text[to + shift]) to += 1;
  if (to < offset + GRAM) return { from: offset, to: offset };
  let from = offset;
  while (from > 0 && from + shift > 0 && needle[from - 1] === place.text[from - 1 + shift]) from -= 1;
  return { from, to };
}

function counts(needle: Needle, { from, to }: Piece): boolean {
  if (to - from === needle.bytes.length) return true;
  if (to - from < needle.window || spanOf(needle, from, to) < needle.minSpan) return false;
  const shared = Math.max(0, Math.min(to, needle.publicTo) - Math.max(from, needle.publicFrom));
  return shared === 0 || to - from - shared >= needle.minUnknown;
}

// With the separators around it: they may have been dropped from the text too.
function spanOf({ places, length }: Needle, from: number, to: number): number {
  const start = from === 0 ? 0 : (places[from - 1] ?? 0) + 1;
  return (places[to] ?? length) - start;
}
