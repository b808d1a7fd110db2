import { isAscii } from 'node:buffer';

import { INVISIBLE_LEADS, invisibleLength } from './invisible.ts';

/**
 * Folding: the one normal form in which text and needles are compared. Letters lose their case; white
 * space, control characters, zero-width characters and the punctuation people put between pieces are
 * dropped. One pass so covers lower and upper case, spaced, dashed, wrapped and quoted pieces, character
 * arrays and UTF-16 read as bytes.
 */
export type FoldTable = Uint16Array;

const DROPPED_PUNCTUATION = `"'\`\\,:;-_.|+/=[](){}*~@$&%?`;

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
  return isAscii(input) ? foldAscii(input, table, output) : foldUtf8(input, table, { output });
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

interface Target {
  readonly output: Uint8Array;
  readonly offsets?: Uint32Array;
}

function foldUtf8(input: Uint8Array, table: FoldTable, { output, offsets }: Target): number {
  let length = 0;
  for (let at = 0; at < input.length; at += 1) {
    const entry = table[input[at] ?? 0] ?? 0;
    if (offsets !== undefined) offsets[length] = at;
    if (entry !== LEAD) {
      output[length] = entry;
      length += (-entry >>> 31) & 1;
      continue;
    }
    const invisible = invisibleLength(input, at);
    if (invisible > 0) at += invisible - 1;
    else output[length++] = input[at] ?? 0;
  }
  return length;
}

/** A folded copy. */
export function fold(input: Uint8Array, table: FoldTable): Uint8Array {
  const output = new Uint8Array(input.length);
  return output.subarray(0, foldInto(input, table, output));
}

export interface Folded {
  readonly bytes: Uint8Array;
  /** Where each byte stood before. */
  readonly offsets: Uint32Array;
}

/** For needles, which are short. */
export function foldWithOffsets(input: Uint8Array, table: FoldTable): Folded {
  const output = new Uint8Array(input.length);
  const offsets = new Uint32Array(input.length);
  const length = foldUtf8(input, table, { output, offsets });
  return { bytes: output.subarray(0, length), offsets: offsets.subarray(0, length) };
}

function buildTable(dropsSeparators: boolean): FoldTable {
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte += 1) table[byte] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  table[BACKSLASH] = 0;
  if (!dropsSeparators) return table;
  table.fill(0, 0, 0x21);
  table[0x7f] = 0;
  for (const mark of DROPPED_PUNCTUATION) table[mark.charCodeAt(0)] = 0;
  for (const lead of INVISIBLE_LEADS) table[lead] = LEAD;
  return table;
}
