import { FOLDED } from '../engine/fold.ts';
import { TEXT_BREAK } from './symbol-runs.ts';

/** Fewer numbers in a row cannot hold a secret. */
const LEAST_NUMBERS = 8;
const MOST_SEPARATORS = 8;

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;

const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? LETTER : OTHER;
});

/**
 * Sequences of eight or more byte values written as numbers (`[116,111,107]`, `0x74 0x6f`, signed as Java
 * prints them), as the bytes they stand for. Undefined when there is none.
 */
export function readByteArrays(text: Uint8Array): Uint8Array | undefined {
  let output: Uint8Array | undefined;
  let length = 0;
  let start = 0;
  let lastEnd = -1;
  let at = 0;
  while (at < text.length) {
    if (kindOf(text[at]) === OTHER) {
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < text.length && kindOf(text[end]) !== OTHER) end += 1;
    const value = end - at > 4 || kindOf(text[at]) !== DIGIT ? -1 : byteValue(text, at, end);
    const joins = length > start && value >= 0 && isSeparated(text, lastEnd, at);
    if (!joins && length > start) {
      if (output !== undefined && length - start >= LEAST_NUMBERS) output[length++] = TEXT_BREAK;
      else length = start;
      start = length;
    }
    if (value >= 0) {
      output ??= new Uint8Array(((text.length - at) >> 1) + 2);
      const negative = joins && at - lastEnd > 1 && text[at - 1] === 0x2d;
      output[length++] = negative ? 256 - value : value;
      lastEnd = end;
    }
    at = end;
  }
  if (length - start < LEAST_NUMBERS) length = start;
  return length === 0 ? undefined : output?.subarray(0, length);
}

/** The word from..to (at most four characters) as a byte, decimal or after `0x`; -1 when it is none. */
function byteValue(text: Uint8Array, from: number, to: number): number {
  const hex = text[from] === 0x30 && ((text[from + 1] ?? 0) | 0x20) === 0x78;
  let value = 0;
  for (let at = hex ? from + 2 : from; at < to; at += 1) {
    const byte = text[at] ?? 0;
    const digit = kindOf(byte) === DIGIT ? byte - 0x30 : (byte | 0x20) - 0x57;
    if (digit >= (hex ? 16 : 10)) return -1;
    value = value * (hex ? 16 : 10) + digit;
  }
  return value <= 255 ? value : -1;
}

function isSeparated(text: Uint8Array, from: number, to: number): boolean {
  if (to === from || to - from > MOST_SEPARATORS) return false;
  for (let at = from; at < to; at += 1) if ((FOLDED[text[at] ?? 0] ?? 0) !== 0) return false;
  return true;
}

function kindOf(byte: number | undefined): number {
  return KINDS[byte ?? 0] ?? OTHER;
}
