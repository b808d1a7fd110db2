import { hexDigit, hexValue } from './escape-cursor.ts';
import type { Unescaped } from './unescape.ts';

const EQUALS = 0x3d;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** Fewer escapes so close to each other are met in any address with a query. */
const LEAST_ESCAPES = 3;
const CLOSE = 1_024;

/**
 * Undo quoted-printable (RFC 2045 section 6.7): `=2D`, and `=` at the end of a line. A view of its own, for
 * elsewhere `=` and two digits are just that. Undefined when it is not used.
 */
export function decodeQuotedPrintable(input: Uint8Array): Unescaped | undefined {
  if (!usesIt(input)) return undefined;
  const bytes = new Uint8Array(input.length);
  const offsets: number[] = [];
  let length = 0;
  for (let at = 0; at < input.length;) {
    const end = input[at] === EQUALS ? escapeEnd(input, at) : at;
    if (end === at) {
      bytes[length++] = input[at++] ?? 0;
      continue;
    }
    const value = hexValue(input, at + 1, 2);
    if (value >= 0) bytes[length++] = value;
    offsets.push(length);
    at = end;
  }
  return { bytes: bytes.subarray(0, length), offsets };
}

function usesIt(input: Uint8Array): boolean {
  let escapes = 0;
  let last = 0;
  for (let at = 0; at < input.length; at += 1) {
    if (input[at] !== EQUALS || escapeEnd(input, at) === at) continue;
    if (hexDigit(input[at + 1]) < 0) return true;
    escapes = at - last > CLOSE ? 1 : escapes + 1;
    last = at;
    if (escapes >= LEAST_ESCAPES) return true;
  }
  return false;
}

/** End of the escape at `at`; `at` when it is none. */
function escapeEnd(input: Uint8Array, at: number): number {
  if (isUpperHex(input[at + 1]) && isUpperHex(input[at + 2])) return at + 3;
  // A line of them under a heading.
  if (input[at - 1] === EQUALS) return at;
  if (input[at + 1] === LINE_FEED) return at + 2;
  return input[at + 1] === CARRIAGE_RETURN && input[at + 2] === LINE_FEED ? at + 3 : at;
}

function isUpperHex(byte: number | undefined): boolean {
  return hexDigit(byte) >= 0 && (byte ?? 0) < 0x60;
}
