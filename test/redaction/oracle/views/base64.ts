import { RUN_END } from './symbol-runs.ts';

const VALUES = base64Values();

/** `+` and `/`, or `-` and `_`: what stands between the words of a path. */
export const FIRST_MARK = 62;

const UPPER = 1;
const LOWER = 2;
const DIGIT = 4;

/** What kind of letter a symbol is; hexadecimal letters and the dashes of a UUID are none. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x41 && byte <= 0x5a) return UPPER;
  if (byte >= 0x67 && byte <= 0x7a) return LOWER;
  return byte >= 0x30 && byte <= 0x39 ? DIGIT : 0;
});

/** From this length on base64 has letters of all kinds: one in 10^8 has not. */
const TELLING_LENGTH = 24;

/**
 * The runs of at least `minRun` base64 or base64url characters, as 6-bit values, each followed by `RUN_END`.
 * A run goes on over the line breaks of wrapped base64 (RFC 2045 section 6.8), when its lines are long.
 * Undefined when there is none.
 */
export function findBase64Runs(text: Uint8Array, minRun: number): Uint8Array | undefined {
  let runs: Uint8Array | undefined;
  let length = 0;
  let done = 0;
  // A run of that length covers a multiple of it: look there only, and from a symbol both ways.
  for (let probe = minRun - 1; probe < text.length; probe += minRun) {
    if (valueOf(text[probe]) === RUN_END) continue;
    let from = probe;
    while (from > done && valueOf(text[from - 1]) !== RUN_END) from -= 1;
    let to = runEnd(text, probe + 1);
    if (to - from < minRun) continue;
    runs ??= new Uint8Array(text.length + Math.ceil(text.length / minRun) + 1);
    const start = length;
    let kinds = 0;
    let letters = 0;
    let mostLetters = 0;
    for (;;) {
      for (let at = from; at < to; at += 1) {
        const value = valueOf(text[at]);
        runs[length++] = value;
        kinds |= KINDS[text[at] ?? 0] ?? 0;
        letters = value < FIRST_MARK ? letters + 1 : 0;
        if (letters > mostLetters) mostLetters = letters;
      }
      const next = to - from < minRun ? to : lineBreakEnd(text, to);
      if (next === to) break;
      from = next;
      to = runEnd(text, next);
    }
    if (length - start >= TELLING_LENGTH && isPlain(kinds, mostLetters * 5 >= minRun * 6)) length = start;
    else runs[length++] = RUN_END;
    done = to;
    probe += Math.max(0, Math.floor((to - 1 - probe) / minRun)) * minRun;
  }
  return length === 0 ? undefined : runs?.subarray(0, length);
}

/**
 * A hexadecimal number, a UUID, or words and a path: no base64 of anything that is looked for. Letters alone, as
 * many in a row as no word has, may be lower-case base32, which takes six symbols where base64 takes five.
 */
function isPlain(kinds: number, hasLongWord: boolean): boolean {
  if ((kinds & UPPER) !== 0 || kinds === (LOWER | DIGIT)) return false;
  return kinds !== LOWER || !hasLongWord;
}

/** True for the characters of base64 and base64url, padding excepted. */
export function isBase64(byte: number | undefined): boolean {
  return valueOf(byte) !== RUN_END;
}

function runEnd(text: Uint8Array, from: number): number {
  let to = from;
  while (to < text.length && valueOf(text[to]) !== RUN_END) to += 1;
  return to;
}

/** End of a line break (with indentation) at `at` after which base64 goes on; `at` when there is none. */
function lineBreakEnd(text: Uint8Array, at: number): number {
  if (text[at] !== 0x0a && text[at] !== 0x0d) return at;
  let next = at;
  while (next < at + 16 && isBlank(text[next])) next += 1;
  return valueOf(text[next]) === RUN_END ? at : next;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09;
}

function valueOf(byte: number | undefined): number {
  return VALUES[byte ?? 0] ?? RUN_END;
}

function base64Values(): Uint8Array {
  const values = new Uint8Array(256).fill(RUN_END);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  for (const [value, byte] of Buffer.from(alphabet, 'latin1').entries()) values[byte] = value;
  for (const plus of '+-') values[plus.charCodeAt(0)] = 62;
  for (const slash of '/_') values[slash.charCodeAt(0)] = 63;
  return values;
}
