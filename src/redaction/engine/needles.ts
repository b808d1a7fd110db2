import { isAscii } from 'node:buffer';

import { fold, FOLDED, type FoldTable, PLAIN } from './fold.ts';
import { GRAM } from './gram-index.ts';
import type { Needle } from './matcher.ts';
import type { PlainSecret } from './plain-secret.ts';
import { unescape } from '../views/unescape.ts';

export interface NeedleSet {
  /** For text folded with separators dropped. */
  readonly folded: readonly Needle[];
  /** For text that only lost its case: pieces that consist of separators to a good part. */
  readonly plain: readonly Needle[];
  /** Length in bytes of the shortest piece that counts: how short an encoded run can matter. */
  readonly shortestPiece: number;
}

/** Fragments of long secrets that count as a hit in a clean input. */
const LONGEST_WINDOW = 12;

/** A fragment with fewer unknown characters would be cheap to guess through the redactor. */
const MIN_UNKNOWN = 8;

/** In an input that was already hit, what is left counts down to this. */
export const STRICT_WINDOW = 8;
export const STRICT_UNKNOWN = 4;

const NOTHING = new Uint8Array(0);

/** Below this many folded bytes a needle would strike ordinary words. */
const LEAST_FOLDED = 6;

/**
 * The needles of all secrets: each as it is and reversed, in the spellings a transport may give it.
 * `strict` is for what is left of an input that was already hit: there 8 characters in a row count.
 */
export function buildNeedles(secrets: readonly PlainSecret[], strict: boolean): NeedleSet {
  const set: Needles = { folded: [], plain: [], shortestPiece: LONGEST_WINDOW };
  for (const [index, secret] of secrets.entries()) addSecret(set, { secret, index, strict });
  return set;
}

interface Needles {
  readonly folded: Needle[];
  readonly plain: Needle[];
  shortestPiece: number;
}

interface Numbered {
  readonly secret: PlainSecret;
  readonly index: number;
  readonly strict: boolean;
}

function addSecret(set: Needles, { secret, index, strict }: Numbered): void {
  const window = strict ? STRICT_WINDOW : pieceLength(secret.bytes.length);
  const least = strict ? LEAST_FOLDED : MIN_UNKNOWN;
  const head = secret.text === undefined ? NOTHING : Buffer.from(secret.text.slice(0, secret.publicLength), 'utf8');
  set.shortestPiece = Math.min(set.shortestPiece, window);
  for (const bytes of spellings(secret)) {
    const kept = fewestKept(bytes, window, FOLDED);
    const draft = { bytes, head, secret: index, minUnknown: strict ? STRICT_UNKNOWN : MIN_UNKNOWN };
    addNeedles(set.folded, { ...draft, table: FOLDED, window: Math.max(kept, least) });
    if (strict || kept < least) {
      addNeedles(set.plain, {
        ...draft,
        table: PLAIN,
        window: Math.max(fewestKept(bytes, window, PLAIN), LEAST_FOLDED),
      });
    }
  }
}

/**
 * Twelve characters of a long secret; of a shorter one half of it, but never under eight, so that no half
 * of any secret passes. Secrets up to twelve characters count as a whole only.
 */
function pieceLength(length: number): number {
  return length <= LONGEST_WINDOW ? length : Math.min(LONGEST_WINDOW, Math.max(MIN_UNKNOWN, Math.floor(length / 2)));
}

function spellings({ bytes, text, ascii }: PlainSecret): Uint8Array[] {
  const forms = text === undefined || ascii ? [bytes] : transportForms(text);
  const decoded = unescape(bytes);
  return decoded === undefined ? forms : [...forms, decoded.bytes];
}

/** What becomes of characters beyond ASCII: other case, other normal form, one byte each, UTF-16. */
function transportForms(text: string): Uint8Array[] {
  const texts = [text, text.toLowerCase(), text.toUpperCase(), text.normalize('NFC'), text.normalize('NFD')];
  const forms: Uint8Array[] = [...new Set(texts)].map((form) => Buffer.from(form, 'utf8'));
  if (!/[^\0-\u00ff]/.test(text)) forms.push(Buffer.from(text, 'latin1'));
  const wide = Buffer.from(text, 'utf16le');
  return [...forms, wide, Buffer.from(wide).swap16()];
}

interface Draft {
  readonly bytes: Uint8Array;
  readonly head: Uint8Array;
  readonly table: FoldTable;
  readonly window: number;
  readonly secret: number;
  readonly minUnknown: number;
}

/** The needle and its reverse. */
function addNeedles(needles: Needle[], { bytes, head, table, window, secret, minUnknown }: Draft): void {
  const form = fold(bytes, table);
  if (form.length < LEAST_FOLDED) return;
  const known = Math.max(0, Math.min(fold(head, table).length, form.length - GRAM));
  const shared = { secret, minUnknown, window: Math.min(window, form.length) };
  needles.push({ ...shared, bytes: form, publicFrom: 0, publicTo: known });
  const publicFrom = known > 0 ? form.length - known : 0;
  needles.push({ ...shared, bytes: reverse(form), publicFrom, publicTo: known > 0 ? form.length : 0 });
}

function reverse(bytes: Uint8Array): Uint8Array {
  if (isAscii(bytes)) return bytes.toReversed();
  return Buffer.from([...Buffer.from(bytes).toString('utf8')].reverse().join(''), 'utf8');
}

/** The fewest bytes that folding keeps of any `window` bytes in a row. */
function fewestKept(bytes: Uint8Array, window: number, table: FoldTable): number {
  let kept = 0;
  let fewest = window;
  for (let at = 0; at < bytes.length; at += 1) {
    if ((table[bytes[at] ?? 0] ?? 0) !== 0) kept += 1;
    if (at >= window && (table[bytes[at - window] ?? 0] ?? 0) !== 0) kept -= 1;
    if (at >= window - 1 && kept < fewest) fewest = kept;
  }
  return fewest;
}
