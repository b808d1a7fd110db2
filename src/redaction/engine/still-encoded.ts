import { findBase64Runs, FIRST_MARK } from '../views/base64.ts';
import { holdsMember } from '../views/gzip.ts';
import { TEXT_BREAK } from '../views/symbol-runs.ts';
import { unescape } from '../views/unescape.ts';
import { type Budget, spend } from './budget.ts';
import { type View, worthDecoding } from './decoded-views.ts';

const LONG_RUN = 24;
const LONG_WORD = 16;
const FIRST_DIGIT = 52;
const MANY_ESCAPES = 8;

/**
 * True when a view that will not be decoded any further asks for it: it holds a gzip member, most of one of its
 * lines is one long run, or it is full of escapes. A run here and there (a hash in a document) is ordinary.
 */
export function isStillEncoded(view: View, budget: Budget): boolean {
  if (view.kind === 'joined' || !spend(budget, view.bytes.length * 4)) return false;
  if (holdsMember(view.bytes, budget)) return true;
  const text = worthDecoding(view);
  return hasLongRun(text) || (unescape(text)?.offsets.length ?? 0) > MANY_ESCAPES + view.bytes.length / 64;
}

function hasLongRun(text: Uint8Array): boolean {
  for (let start = 0; start < text.length;) {
    const lineBreak = text.indexOf(TEXT_BREAK, start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    // Lines are many where they are short.
    if (end - start < LONG_RUN) {
      start = end + 1;
      continue;
    }
    const runs = findBase64Runs(text.subarray(start, end), LONG_RUN);
    if (runs !== undefined && runs.length * 2 > end - start && isNoPath(runs)) return true;
    start = end + 1;
  }
  return false;
}

/** Base64 has a mark in 32 characters and a digit in six; a path has a mark after every word, and few digits. */
function isNoPath(runs: Uint8Array): boolean {
  let length = 0;
  let digits = 0;
  for (const value of runs) {
    const isMark = value >= FIRST_MARK;
    length = isMark ? 0 : length + 1;
    digits = isMark ? 0 : digits + (value >= FIRST_DIGIT ? 1 : 0);
    if (length >= LONG_WORD && digits > 0) return true;
  }
  return false;
}
