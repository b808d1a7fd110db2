import { type Budget, isSpent } from './budget.ts';
import { buildGramIndex, CODES, GRAM, GRAM_MASK, SECOND_SPREAD, SPREAD } from './gram-index.ts';

/** One form of one secret, folded. */
export interface Needle {
  readonly bytes: Uint8Array;
  /** Index of the secret it stands for. */
  readonly secret: number;
  /** Shortest piece that counts; the length of `bytes` when only the whole does. */
  readonly window: number;
  /** Where each byte stood in the form before it was folded, and how long that was. */
  readonly offsets: Uint32Array;
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
  /** Adds the secrets that the text shows to `found`. Ends early when all were found, or when the budget is spent. */
  find(text: Uint8Array, found: Set<number>, budget: Budget): void;
}

/**
 * Find needles, and long enough pieces of them, in folded text: a bit filter over the text's own 5-grams
 * leaves few offsets to compare. One engine for 1 secret and for 20,000: with pieces to find, even one
 * secret is more needles than a search per needle is fast for. `secrets` is how many there are to be found.
 */
export function createMatcher(needles: readonly Needle[], secrets: number): Matcher {
  const index = buildGramIndex(needles.map((needle) => ({ bytes: needle.bytes, offsets: gramOffsets(needle) })));
  const { filter, filterShift, heads, headShift, nexts, grams, owners, offsets } = index;

  // The offsets of the text that passed the filter: each comparison is paid for.
  const compare = (gram: number, end: number, { text, found, budget }: Look): void => {
    for (let entry = heads[Math.imul(gram, SPREAD) >>> headShift] ?? -1; entry >= 0; entry = nexts[entry] ?? -1) {
      budget.steps -= 1;
      if (grams[entry] !== gram) continue;
      const needle = needles[owners[entry] ?? 0];
      if (needle === undefined || found.has(needle.secret)) continue;
      const { bytes } = needle;
      const offset = offsets[entry] ?? 0;
      const shift = end - GRAM + 1 - offset;
      const ceiling = Math.min(bytes.length, text.length - shift);
      let to = offset;
      while (to < ceiling && bytes[to] === text[to + shift]) to += 1;
      budget.steps -= to - offset;
      if (to < offset + GRAM) continue;
      let from = offset;
      while (from > 0 && from + shift > 0 && bytes[from - 1] === text[from - 1 + shift]) from -= 1;
      budget.steps -= offset - from;
      if (counts(needle, from, to)) found.add(needle.secret);
    }
  };

  return {
    find: (text, found, budget) => {
      const { length } = text;
      const look = { text, found, budget };
      let gram = 0;
      for (let at = 0; at < length; at += 1) {
        gram = ((gram << 6) | (CODES[text[at] ?? 0] ?? 0)) & GRAM_MASK;
        const bit = Math.imul(gram, SPREAD) >>> filterShift;
        if (((filter[bit >>> 5] ?? 0) & (1 << bit)) === 0) continue;
        const second = Math.imul(gram, SECOND_SPREAD) >>> filterShift;
        if (((filter[second >>> 5] ?? 0) & (1 << second)) === 0) continue;
        compare(gram, at, look);
        if (found.size >= secrets || isSpent(budget)) return;
      }
    },
  };
}

interface Look {
  readonly text: Uint8Array;
  readonly found: Set<number>;
  readonly budget: Budget;
}

/** Offsets of 5-grams such that every piece that counts holds a whole one, and that the public part holds none. */
function gramOffsets(needle: Needle): number[] {
  const { bytes, window, publicFrom, publicTo, minUnknown } = needle;
  if (window === bytes.length && window >= GRAM && publicTo === 0) return [rarestGram(bytes)];
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

/** Of a value that counts as a whole only: the gram of the most different bytes, so that no run of one letter asks for it. */
function rarestGram(bytes: Uint8Array): number {
  let best = 0;
  let most = 0;
  for (let at = 0; at + GRAM <= bytes.length && most < GRAM; at += 1) {
    const different = new Set(bytes.subarray(at, at + GRAM)).size;
    if (different > most) [best, most] = [at, different];
  }
  return best;
}

function counts(needle: Needle, from: number, to: number): boolean {
  if (to - from === needle.bytes.length) return true;
  if (to - from < needle.window || spanOf(needle, from, to) < needle.minSpan) return false;
  const shared = Math.max(0, Math.min(to, needle.publicTo) - Math.max(from, needle.publicFrom));
  return shared === 0 || to - from - shared >= needle.minUnknown;
}

// With the separators around it: they may have been dropped from the text too.
function spanOf({ offsets, length }: Needle, from: number, to: number): number {
  const start = from === 0 ? 0 : (offsets[from - 1] ?? 0) + 1;
  return (offsets[to] ?? length) - start;
}
