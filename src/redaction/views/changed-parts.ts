import { isBase64 } from './base64.ts';
import { TEXT_BREAK } from './symbol-runs.ts';

/** Further than one number of a byte array, or one group of hexadecimal digits, with its separators. */
const RADIUS = 8;

/**
 * The stretches of unescaped text in which undoing an escape may have made a run whole: what stands around
 * each offset, on to the ends of the run it is in. Everything else was decoded from the text before.
 */
export function changedParts(text: Uint8Array, offsets: readonly number[]): Uint8Array {
  const output = new Uint8Array(text.length + offsets.length);
  let length = 0;
  let copied = 0;
  for (const offset of offsets) {
    if (offset + RADIUS <= copied) continue;
    let from = Math.max(copied, offset - RADIUS);
    while (from > copied && isBase64(text[from - 1])) from -= 1;
    let to = Math.min(text.length, offset + RADIUS);
    while (to < text.length && isBase64(text[to])) to += 1;
    if (from > copied && length > 0) output[length++] = TEXT_BREAK;
    for (let at = from; at < to; at += 1) output[length++] = text[at] ?? 0;
    copied = Math.max(copied, to);
  }
  return output.subarray(0, length);
}
