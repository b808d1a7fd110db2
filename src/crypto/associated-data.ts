const encoder = new TextEncoder();

/**
 * Bytes that stand for exactly this list of parts and no other. Every part carries its kind and its
 * length, so that ('ab', 'c') and ('a', 'bc'), or 1 and '1', never give the same bytes.
 *
 * Throws `TypeError` for a number that is not a safe whole number, and for a lone surrogate.
 */
export function associatedData(parts: readonly (string | number | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.flatMap(encodePart));
}

function encodePart(part: string | number | Uint8Array): Uint8Array[] {
  if (typeof part === 'number') return prefixed(2, encoder.encode(wholeNumber(part)));
  if (typeof part === 'string') return prefixed(1, encoder.encode(wellFormed(part)));
  return prefixed(3, part);
}

function prefixed(kind: number, bytes: Uint8Array): Uint8Array[] {
  const header = Buffer.alloc(5);
  header.writeUInt8(kind, 0);
  header.writeUInt32BE(bytes.byteLength, 1);
  return [header, bytes];
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError('associated data takes whole numbers only');
  return String(value);
}

// TextEncoder turns every lone surrogate into U+FFFD: two different strings would then give the same bytes.
function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('associated data takes well-formed text only');
  return text;
}
