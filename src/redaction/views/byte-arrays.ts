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

/** Eight digits and what separates them. */
const LEAST_LENGTH = 2 * LEAST_NUMBERS - 1;

/** 1 for what a sequence of numbers consists of: digits, the letters of `0x`, separators. */
const MEMBERS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = byte | 0x20;
  const isHex = (letter >= 0x61 && letter <= 0x66) || letter === 0x78;
  return isHex || (KINDS[byte] ?? OTHER) === DIGIT || (FOLDED[byte] ?? 0) === 0 ? 1 : 0;
});

/**
 * Sequences of eight or more byte values written as numbers (`[116,111,107]`, `0x74 0x6f`, signed as Java
 * prints them), as the bytes they stand for. Undefined when there is none.
 */
export function readByteArrays(text: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  // A sequence covers a multiple of its least length: look there only, and from a member both ways.
  for (let probe = LEAST_LENGTH - 1; probe < text.length; probe += LEAST_LENGTH) {
    if (!isMember(text[probe])) continue;
    let from = probe;
    while (from > 0 && isMember(text[from - 1])) from -= 1;
    let to = probe + 1;
    while (to < text.length && isMember(text[to])) to += 1;
    if (to - from >= LEAST_LENGTH) readSequences(parts, text, { from, to });
    probe += Math.floor((to - 1 - probe) / LEAST_LENGTH) * LEAST_LENGTH;
  }
  return parts.length === 0 ? undefined : Buffer.concat(parts);
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function readSequences(parts: Uint8Array[], text: Uint8Array, { from: start, to: end }: Stretch): void {
  let bytes: number[] = [];
  let lastEnd = start;
  const finish = (): void => {
    if (bytes.length >= LEAST_NUMBERS) parts.push(Uint8Array.from([...bytes, TEXT_BREAK]));
    if (isIndexed(bytes)) parts.push(Uint8Array.from([...bytes.filter((_, at) => at % 2 === 1), TEXT_BREAK]));
    bytes = [];
  };
  for (let at = start; at < end; at += 1) {
    if (kindOf(text[at]) === OTHER) continue;
    let to = at + 1;
    while (to < end && kindOf(text[to]) !== OTHER) to += 1;
    const value = to - at > 4 || kindOf(text[at]) !== DIGIT ? -1 : byteValue(text, at, to);
    const gap = at - lastEnd;
    if (value < 0 || gap > MOST_SEPARATORS) finish();
    if (value >= 0) bytes.push(bytes.length > 0 && gap > 1 && text[at - 1] === 0x2d ? 256 - value : value);
    lastEnd = to;
    at = to - 1;
  }
  finish();
}

/** Every second number counts up: the bytes stand under their places. */
function isIndexed(bytes: readonly number[]): boolean {
  return bytes.length >= 2 * LEAST_NUMBERS && [2, 4, 6].every((at) => bytes[at] === (bytes[0] ?? 0) + at / 2);
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

function isMember(byte: number | undefined): boolean {
  return (MEMBERS[byte ?? 0] ?? 0) === 1;
}

function kindOf(byte: number | undefined): number {
  return KINDS[byte ?? 0] ?? OTHER;
}
