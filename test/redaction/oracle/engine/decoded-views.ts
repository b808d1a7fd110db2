import { findBase32Runs } from '../views/base32.ts';
import { findBase64Runs } from '../views/base64.ts';
import { readByteArrays } from '../views/byte-arrays.ts';
import { changedParts } from '../views/changed-parts.ts';
import { normaliseLetters } from '../views/compatibility.ts';
import { inflateMembers } from '../views/gzip.ts';
import { findHexRuns } from '../views/hex.ts';
import { legibleParts } from '../views/legible.ts';
import { decodeQuotedPrintable } from '../views/quoted-printable.ts';
import { joinQuotedStrings } from '../views/quoted-strings.ts';
import { decodeRuns } from '../views/symbol-runs.ts';
import { withoutTags } from '../views/tags.ts';
import { unescape } from '../views/unescape.ts';
import { fold, FOLDED } from './fold.ts';

/** A text to look at, and how it came about. */
export type View =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'unescaped'; readonly bytes: Uint8Array; readonly places: readonly number[] }
  /** Decoded from runs of symbols: most of it is noise. */
  | { readonly kind: 'runs'; readonly bytes: Uint8Array }
  /** Pieces laid end to end: what was encoded in them was decoded where they stand. */
  | { readonly kind: 'joined'; readonly bytes: Uint8Array };

export interface DecodeBounds {
  /** Shorter runs of symbols cannot hold what counts. */
  readonly minBase64Run: number;
  readonly minHexRun: number;
  readonly maxInflatedBytes: number;
}

export type Decoded =
  | { readonly kind: 'decoded'; readonly views: readonly View[]; readonly inflatedBytes: number }
  | { readonly kind: 'over-bound' };

const NOTHING = new Uint8Array(0);

/** Everything that a text can be decoded to in one step. `folded` is the view as it was looked at. */
export function decodeView(view: View, folded: Uint8Array, bounds: DecodeBounds): Decoded {
  const inflated = inflateMembers(view.bytes, bounds.maxInflatedBytes);
  if (inflated.kind === 'over-bound') return inflated;
  const text = worthDecoding(view);
  const unescaped = [unescape(text), decodeQuotedPrintable(text)].filter((found) => found !== undefined);
  const joined = [joinQuotedStrings(text), withoutTags(text)].filter((found) => found !== undefined);
  const normalised = normaliseLetters(text);
  const base64Runs = findBase64Runs(text, bounds.minBase64Run);
  const base32Runs = base64Runs === undefined ? undefined : findBase32Runs(base64Runs, bounds.minBase64Run);
  const hexRuns = findHexRuns(view.kind === 'unescaped' ? fold(text, FOLDED) : folded, bounds.minHexRun);
  const texts = normalised === undefined ? inflated.texts : [...inflated.texts, normalised];
  const runs = [...decodeRuns(base64Runs, 6), ...decodeRuns(base32Runs, 5), ...decodeRuns(hexRuns, 4)];
  const numbers = readByteArrays(text);
  if (numbers !== undefined) runs.push(numbers);
  return {
    kind: 'decoded',
    inflatedBytes: inflated.texts.reduce((sum, { length }) => sum + length, 0),
    views: [
      ...unescaped.map((found) => ({ kind: 'unescaped' as const, ...found })),
      ...joined.map((bytes) => ({ kind: 'joined' as const, bytes })),
      ...texts.map((bytes) => ({ kind: 'text' as const, bytes })),
      ...runs.map((bytes) => ({ kind: 'runs' as const, bytes })),
    ],
  };
}

/** What is not noise, and was not decoded from the view before. */
export function worthDecoding(view: View): Uint8Array {
  switch (view.kind) {
    case 'text':
      return view.bytes;
    case 'unescaped':
      return changedParts(view.bytes, view.places);
    case 'runs':
      return legibleParts(view.bytes);
    case 'joined':
      return NOTHING;
  }
}
