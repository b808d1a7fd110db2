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
import { unescape, type Unescaped } from '../views/unescape.ts';
import { type Budget, isSpent, spend } from './budget.ts';
import { fold, FOLDED } from './fold.ts';
import { BEYOND_ASCII, COMPRESSED, DIGIT, EQUALS, ESCAPE, QUOTE, survey, TAG } from './survey.ts';

/** A text to look at, and how it came about. */
export type View =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'unescaped'; readonly bytes: Uint8Array; readonly offsets: readonly number[] }
  /** Decoded from runs of symbols: most of it is noise. */
  | { readonly kind: 'runs'; readonly bytes: Uint8Array }
  /** Pieces laid end to end: what was encoded in them was decoded where they stand. */
  | { readonly kind: 'joined'; readonly bytes: Uint8Array };

export interface DecodeBounds {
  /** Shorter runs of symbols cannot hold what counts. */
  readonly minBase64Run: number;
  readonly minHexRun: number;
  readonly maxInflatedBytes: number;
  readonly budget: Budget;
}

export type Decoded =
  | { readonly kind: 'decoded'; readonly views: readonly View[]; readonly inflatedBytes: number }
  | { readonly kind: 'over-bound' };

const NOTHING = new Uint8Array(0);
const NO_TEXTS = { kind: 'inflated', texts: [] } as const;

/**
 * Everything that a text can be decoded to in one step. `folded` is the view as it was looked at. Over the bound when
 * it would inflate to too much, or the budget is spent.
 */
export function decodeView(view: View, folded: Uint8Array, bounds: DecodeBounds): Decoded {
  const { budget } = bounds;
  const raw = survey(view.bytes);
  if (!spend(budget, view.bytes.length)) return { kind: 'over-bound' };
  const inflated = (raw & COMPRESSED) === 0 ? NO_TEXTS : inflateMembers(view.bytes, bounds);
  if (inflated.kind === 'over-bound') return inflated;
  const text = worthDecoding(view);
  const flags = text === view.bytes ? raw : survey(text);
  if (!spend(budget, text.length * 2)) return { kind: 'over-bound' };
  const views: View[] = [];
  addTexts(views, text, { flags, budget });
  for (const bytes of inflated.texts) views.push({ kind: 'text', bytes });
  addRuns(views, text, { flags, bounds, folded: view.kind === 'unescaped' ? fold(text, FOLDED) : folded });
  if (isSpent(budget)) return { kind: 'over-bound' };
  return { kind: 'decoded', views, inflatedBytes: inflated.texts.reduce((sum, { length }) => sum + length, 0) };
}

interface Surveyed {
  readonly flags: number;
  readonly budget: Budget;
}

/** What is text again: escapes undone, pieces joined, letters made plain. */
function addTexts(views: View[], text: Uint8Array, { flags, budget }: Surveyed): void {
  const has = (flag: number): boolean => (flags & flag) !== 0 && spend(budget, text.length * 2);
  const addUnescaped = (found: Unescaped | undefined): void => {
    if (found !== undefined) views.push({ kind: 'unescaped', ...found });
  };
  const addBytes = (kind: 'joined' | 'text', bytes: Uint8Array | undefined): void => {
    if (bytes !== undefined) views.push({ kind, bytes });
  };
  if (has(ESCAPE)) addUnescaped(unescape(text));
  if (has(EQUALS)) addUnescaped(decodeQuotedPrintable(text));
  if (has(QUOTE)) addBytes('joined', joinQuotedStrings(text));
  if (has(TAG)) addBytes('joined', withoutTags(text));
  if (has(BEYOND_ASCII)) addBytes('text', normaliseLetters(text));
}

interface RunsOf {
  readonly flags: number;
  readonly bounds: DecodeBounds;
  readonly folded: Uint8Array;
}

/** Starts at which a run of symbols is read. */
const STARTS = { 4: 2, 5: 8, 6: 4 } as const;

/** What runs of symbols stand for. */
function addRuns(views: View[], text: Uint8Array, { flags, bounds, folded }: RunsOf): void {
  const { budget } = bounds;
  const add = (runs: Uint8Array | undefined, bits: 4 | 5 | 6): void => {
    if (runs === undefined || !spend(budget, runs.length * STARTS[bits])) return;
    for (const bytes of decodeRuns(runs, bits)) views.push({ kind: 'runs', bytes });
  };
  const base64Runs = findBase64Runs(text, bounds.minBase64Run);
  add(base64Runs, 6);
  if (base64Runs !== undefined) add(findBase32Runs(base64Runs, bounds.minBase64Run), 5);
  add(findHexRuns(folded, bounds.minHexRun), 4);
  if ((flags & DIGIT) === 0 || !spend(budget, text.length)) return;
  const numbers = readByteArrays(text);
  if (numbers !== undefined) views.push({ kind: 'runs', bytes: numbers });
}

/** What is not noise, and was not decoded from the view before. */
export function worthDecoding(view: View): Uint8Array {
  switch (view.kind) {
    case 'text':
      return view.bytes;
    case 'unescaped':
      return changedParts(view.bytes, view.offsets);
    case 'runs':
      return legibleParts(view.bytes);
    case 'joined':
      return NOTHING;
  }
}
