const WINDOW = 16;

/** Printable characters among `WINDOW` in a row from which on bytes are taken for text; random bytes have six. */
const LEAST_PRINTABLE = 12;

const TEXT_BREAK = 0x0a;

const PRINTABLE = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x7f ? 1 : 0));

/**
 * The stretches of decoded bytes that are text, with what is around them. A run read from a wrong start, or
 * one that was no encoding at all, decodes to noise: undoing escapes in noise only costs time.
 */
export function legibleParts(decoded: Uint8Array): Uint8Array {
  const output = new Uint8Array(decoded.length + (decoded.length >> 3) + WINDOW);
  let length = 0;
  let copied = 0;
  let printable = 0;
  for (let at = 0; at < decoded.length; at += 1) {
    printable += PRINTABLE[decoded[at] ?? 0] ?? 0;
    if (at >= WINDOW) printable -= PRINTABLE[decoded[at - WINDOW] ?? 0] ?? 0;
    if (printable < LEAST_PRINTABLE && (printable < 8 || at >= WINDOW)) continue;
    const from = Math.max(copied, at - 2 * WINDOW);
    const to = Math.min(decoded.length, at + WINDOW);
    if (from > copied && length > 0) output[length++] = TEXT_BREAK;
    for (let next = from; next < to; next += 1) output[length++] = decoded[next] ?? 0;
    copied = Math.max(copied, to);
  }
  return output.subarray(0, length);
}
