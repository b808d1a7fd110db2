import { fold, FOLDED, type FoldTable, PLAIN } from './fold.ts';
import { GRAM } from './gram-index.ts';
import { MIN_UNKNOWN, type Needle } from './matcher.ts';
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

/** Below this many folded bytes a needle would strike ordinary words. */
const LEAST_FOLDED = 6;

/**
 * The needles of all secrets: each as it is and reversed, in the spellings a transport may give it.
 * `strict` is for what is left of an input that was already hit: there 8 characters in a row count.
 */
export function buildNeedles(secrets: readonly PlainSecret[], strict: boolean): NeedleSet {
  const folded: Needle[] = [];
  const plain: Needle[] = [];
  let shortestPiece = LONGEST_WINDOW;
  for (const [index, secret] of secrets.entries()) {
    const window = strict ? MIN_UNKNOWN : pieceLength(secret.bytes.length);
    shortestPiece = Math.min(shortestPiece, window);
    for (const spelling of spellings(secret)) {
      const least = fewestKept(spelling.bytes, window);
      const dense = least < (strict ? LEAST_FOLDED : MIN_UNKNOWN);
      const floor = Math.max(least, strict ? LEAST_FOLDED : MIN_UNKNOWN);
      addNeedle(folded, { ...spelling, table: FOLDED, window: floor, secret: index });
      if (dense || strict) addNeedle(plain, { ...spelling, table: PLAIN, window, secret: index });
    }
  }
  return { folded, plain, shortestPiece };
}

/**
 * Twelve characters of a long secret; of a shorter one half of it, but never under eight, so that no half
 * of any secret passes. Secrets up to twelve characters count as a whole only.
 */
function pieceLength(length: number): number {
  return length <= LONGEST_WINDOW ? length : Math.min(LONGEST_WINDOW, Math.max(MIN_UNKNOWN, Math.floor(length / 2)));
}

interface Spelling {
  readonly bytes: Uint8Array;
  readonly head: Uint8Array;
  readonly reversed: boolean;
}

function spellings(secret: PlainSecret): Spelling[] {
  const { bytes, text, publicLength } = secret;
  const forms = text === undefined || secret.ascii ? [bytes] : transportForms(text);
  const decoded = unescape(bytes);
  if (decoded !== undefined) forms.push(decoded.bytes);
  const head = text === undefined ? new Uint8Array(0) : Buffer.from(text.slice(0, publicLength), 'utf8');
  return forms.flatMap((form) => [
    { bytes: form, head, reversed: false },
    { bytes: reverse(form), head, reversed: true },
  ]);
}

/** What becomes of characters beyond ASCII: other case, other normal form, one byte each, UTF-16. */
function transportForms(text: string): Uint8Array[] {
  const texts = [text, text.toLowerCase(), text.toUpperCase(), text.normalize('NFC'), text.normalize('NFD')];
  const forms: Uint8Array[] = [...new Set(texts)].map((form) => Buffer.from(form, 'utf8'));
  if (!/[^\0-\u00ff]/.test(text)) forms.push(Buffer.from(text, 'latin1'));
  const wide = Buffer.from(text, 'utf16le');
  return [...forms, wide, Buffer.from(wide).swap16()];
}

function reverse(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from([...text].reverse().join(''), 'utf8');
}

interface NeedleDraft extends Spelling {
  readonly table: FoldTable;
  readonly window: number;
  readonly secret: number;
}

function addNeedle(needles: Needle[], { bytes, head, reversed, table, window, secret }: NeedleDraft): void {
  const form = fold(bytes, table);
  const known = Math.min(fold(head, table).length, form.length - GRAM);
  if (form.length < Math.max(GRAM, Math.min(LEAST_FOLDED, bytes.length))) return;
  needles.push({
    bytes: form,
    secret,
    window: Math.min(window, form.length),
    publicFrom: reversed && known > 0 ? form.length - known : 0,
    publicTo: reversed && known > 0 ? form.length : Math.max(0, known),
  });
}

/** The fewest bytes that folding keeps of any `window` bytes in a row. */
function fewestKept(bytes: Uint8Array, window: number): number {
  let kept = 0;
  let fewest = window;
  for (let at = 0; at < bytes.length; at += 1) {
    if (survives(bytes[at])) kept += 1;
    if (at >= window && survives(bytes[at - window])) kept -= 1;
    if (at >= window - 1) fewest = Math.min(fewest, kept);
  }
  return fewest;
}

function survives(byte: number | undefined): boolean {
  return (FOLDED[byte ?? 0] ?? 0) !== 0;
}
