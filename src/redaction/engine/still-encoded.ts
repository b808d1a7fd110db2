import { findBase64Runs } from '../views/base64.ts';
import { inflateMembers } from '../views/gzip.ts';
import { legibleParts } from '../views/legible.ts';
import { TEXT_BREAK } from '../views/symbol-runs.ts';
import { unescape } from '../views/unescape.ts';
import type { View } from './decoded-views.ts';

const LONG_RUN = 24;
const MANY_ESCAPES = 8;
/** Enough to tell a member from bytes that look like the opening of one. */
const INFLATED_BYTES = 65_536;

/**
 * True when a view that will not be decoded any further asks for it: it holds a gzip member, most of one of its
 * lines is one long run, or it is full of escapes. A run here and there (a hash in a document) is ordinary.
 */
export function isStillEncoded(view: View): boolean {
  const inflated = inflateMembers(view.bytes, INFLATED_BYTES);
  if (inflated.kind === 'over-bound' || inflated.texts.length > 0) return true;
  const text = view.kind === 'runs' ? legibleParts(view.bytes) : view.bytes;
  return hasLongRun(text) || (unescape(text)?.places.length ?? 0) > MANY_ESCAPES + text.length / 64;
}

function hasLongRun(text: Uint8Array): boolean {
  for (let start = 0; start < text.length;) {
    const lineBreak = text.indexOf(TEXT_BREAK, start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const runs = findBase64Runs(text.subarray(start, end), LONG_RUN);
    if (runs !== undefined && runs.length * 2 > end - start) return true;
    start = end + 1;
  }
  return false;
}
