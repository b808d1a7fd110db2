/** Where reading escapes has come to: what is read, what is written, and where an escape was undone. */
export interface Cursor {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  at: number;
  length: number;
  readonly offsets: number[];
}

/** Write a code point as UTF-8 and move on to `next`; false, and nothing done, when it is none. */
export function put(cursor: Cursor, next: number, code: number): boolean {
  if (code < 0 || code > 0x10_ffff) return false;
  const { output } = cursor;
  if (code < 0x80) output[cursor.length++] = code;
  else {
    if (code < 0x800) output[cursor.length++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x1_0000) output[cursor.length++] = 0xe0 | (code >> 12);
      else {
        output[cursor.length++] = 0xf0 | (code >> 18);
        output[cursor.length++] = 0x80 | ((code >> 12) & 0x3f);
      }
      output[cursor.length++] = 0x80 | ((code >> 6) & 0x3f);
    }
    output[cursor.length++] = 0x80 | (code & 0x3f);
  }
  cursor.at = next;
  cursor.offsets.push(cursor.length);
  return true;
}

/** Write a byte and move on to `next`; false, and nothing done, when it is none. */
export function putByte(cursor: Cursor, next: number, byte: number): boolean {
  if (byte < 0) return false;
  cursor.output[cursor.length++] = byte;
  cursor.at = next;
  cursor.offsets.push(cursor.length);
  return true;
}

/** Value of `size` hexadecimal digits at `at`, or -1. */
export function hexValue(input: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let offset = 0; offset < size; offset += 1) {
    const digit = hexDigit(input[at + offset]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Value of a hexadecimal digit, or -1. */
export function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
