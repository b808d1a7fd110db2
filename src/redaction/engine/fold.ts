import { isAscii } from 'node:buffer';

/**
 * Folding: the one normal form in which text and needles are compared. Letters lose their case; white
 * space, control characters, zero-width characters and the punctuation people put between pieces are
 * dropped. One pass so covers lower and upper case, spaced, dashed, wrapped and quoted pieces, character
 * arrays and UTF-16 read as bytes.
 */
export type FoldTable = Uint16Array;

const DROPPED_PUNCTUATION = `"'\`\\,:;-_.|+/=[](){}*~`;

const BACKSLASH = 0x5c;

/** Opens a UTF-8 sequence that may be invisible: `skipInvisible` decides. */
const LEAD = 0xff_ff;

/** Drops separators and lowers case. */
export const FOLDED: FoldTable = buildTable(true);

/**
 * Lowers case and drops backslashes, of which every level of quoting adds more: for secrets that consist of
 * separators to a good part.
 */
export const PLAIN: FoldTable = buildTable(false);

/** Fold `input` into `output` (at least as long); answers the length of the folded text. */
export function foldInto(input: Uint8Array, table: FoldTable, output: Uint8Array): number {
  return isAscii(input) ? foldAscii(input, table, output) : foldUtf8(input, table, output);
}

// The length grows without a branch: whether a byte is kept is not predictable.
function foldAscii(input: Uint8Array, table: FoldTable, output: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < input.length; at += 1) {
    const entry = table[input[at] ?? 0] ?? 0;
    output[length] = entry;
    length += (-entry >>> 31) & 1;
  }
  return length;
}

function foldUtf8(input: Uint8Array, table: FoldTable, output: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < input.length; at += 1) {
    const entry = table[input[at] ?? 0] ?? 0;
    if (entry === 0) continue;
    if (entry === LEAD) {
      const invisible = invisibleLength(input, at);
      if (invisible > 0) at += invisible - 1;
      else output[length++] = input[at] ?? 0;
      continue;
    }
    output[length++] = entry;
  }
  return length;
}

/** A folded copy: for needles, which are short. */
export function fold(input: Uint8Array, table: FoldTable): Uint8Array {
  const output = new Uint8Array(input.length);
  return output.subarray(0, foldInto(input, table, output));
}

function buildTable(dropsSeparators: boolean): FoldTable {
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte += 1) table[byte] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  table[BACKSLASH] = 0;
  if (!dropsSeparators) return table;
  table.fill(0, 0, 0x21);
  table[0x7f] = 0;
  for (const mark of DROPPED_PUNCTUATION) table[mark.charCodeAt(0)] = 0;
  for (const lead of [0xc2, 0xcd, 0xe1, 0xe2, 0xe3, 0xef]) table[lead] = LEAD;
  return table;
}

/** Length of the invisible or blank character at `at` in UTF-8, 0 when it is a visible one. */
function invisibleLength(input: Uint8Array, at: number): number {
  const lead = input[at];
  const second = input[at + 1] ?? 0;
  const third = input[at + 2] ?? 0;
  // U+00A0 no-break space, U+00AD soft hyphen, U+034F grapheme joiner
  if (lead === 0xc2) return second === 0xa0 || second === 0xad ? 2 : 0;
  if (lead === 0xcd) return second === 0x8f ? 2 : 0;
  // U+180E Mongolian vowel separator, U+3000 ideographic space
  if (lead === 0xe1) return second === 0xa0 && third === 0x8e ? 3 : 0;
  if (lead === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  // U+2000..U+200F and U+2010..U+2015 spaces, joiners and dashes; U+2028..U+202F; U+205F..U+206F
  if (lead === 0xe2 && second === 0x80) return third <= 0x95 || (third >= 0xa8 && third <= 0xaf) ? 3 : 0;
  if (lead === 0xe2) return second === 0x81 && third >= 0x9f && third <= 0xaf ? 3 : 0;
  // U+FE00..U+FE0F variation selectors, U+FEFF byte order mark, U+FFFD replacement character
  if (second === 0xb8) return third >= 0x80 && third <= 0x8f ? 3 : 0;
  return (second === 0xbb && third === 0xbf) || (second === 0xbf && third === 0xbd) ? 3 : 0;
}
