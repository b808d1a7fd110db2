import { isAscii, isUtf8 } from 'node:buffer';

import { fold, FOLDED, type FoldTable, foldWithOffsets, PLAIN } from './fold.ts';
import { GRAM } from './gram-index.ts';
import type { Needle } from './matcher.ts';
import type { PlainSecret } from './plain-secret.ts';
import { base32Forms, base64Forms } from './radix-forms.ts';
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

const NOTHING = new Uint8Array(0);

/** Below this many folded bytes a needle would strike ordinary words. */
const LEAST_FOLDED = 6;

/** Fewer characters of an encoded form, without case and marks, would be met by chance. */
const LEAST_ENCODED = 12;

/** The encoded forms of more secrets than this would be too many; they come from a vault, not from a call. */
const MAX_ENCODED = 64;

/** What of a secret is a hit: long enough pieces of it too, or nothing but all of it. */
export type Extent = 'pieces' | 'whole';

/** The needles of all secrets: each as it is and reversed, in the spellings a transport may give it. */
export function buildNeedles(secrets: readonly PlainSecret[], extent: Extent): NeedleSet {
  const set: Needles = { folded: [], plain: [], shortestPiece: LONGEST_WINDOW };
  for (const [index, secret] of secrets.entries()) {
    if (secret.isWhole) addWhole(set, secret, index);
    else addSecret(set, { secret, index, extent });
    if (!secret.isWhole && secrets.length <= MAX_ENCODED) addEncoded(set, { secret, index, extent });
  }
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
  readonly extent: Extent;
}

function addSecret(set: Needles, { secret, index, extent }: Numbered): void {
  const { minUnknown } = secret;
  const piece = pieceLength(secret);
  const head = extent === 'whole' || secret.text === undefined ? NOTHING : publicHead(secret.text, secret.publicLength);
  set.shortestPiece = Math.min(set.shortestPiece, piece);
  for (const bytes of spellings(secret)) {
    const window = extent === 'whole' ? bytes.length : piece;
    const left = fewestLeft(bytes, window, FOLDED);
    const draft = { bytes, head, minSpan: window, secret: index, minUnknown };
    addNeedles(set.folded, { ...draft, table: FOLDED, window: Math.max(left, minUnknown) });
    if (left >= minUnknown) continue;
    const plain = Math.max(fewestLeft(bytes, window, PLAIN), LEAST_FOLDED);
    addNeedles(set.plain, { ...draft, table: PLAIN, window: plain });
  }
}

function publicHead(text: string, length: number): Uint8Array {
  return Buffer.from(text.slice(0, length), 'utf8');
}

/** A value that an answer brought itself: what is compared with it is chosen by the other side, so no piece of it counts. */
function addWhole(set: Needles, { bytes }: PlainSecret, secret: number): void {
  const { length } = bytes;
  addNeedles(set.folded, {
    bytes,
    head: NOTHING,
    table: FOLDED,
    window: length,
    minSpan: length,
    secret,
    minUnknown: 0,
  });
}

/**
 * Encoded forms are decoded where they stand in runs. As needles they are found where they do not: with
 * separators between, wrapped into short lines, backwards, or in letters of one case.
 */
function addEncoded({ folded }: Needles, { secret, index, extent }: Numbered): void {
  const { bytes, minUnknown } = secret;
  const window = extent === 'whole' ? bytes.length : pieceLength(secret);
  // What is left of a piece's form without the characters that its neighbours have a part in.
  const encoded = (bits: number): number => Math.floor((window * 8) / bits) - 1;
  const add = (form: string, length: number): void => {
    const text = Buffer.from(form, 'latin1');
    const shared = { head: NOTHING, minSpan: length, secret: index, minUnknown, table: FOLDED };
    addNeedles(folded, { ...shared, bytes: text, window: Math.max(fewestLeft(text, length, FOLDED), LEAST_ENCODED) });
  };
  for (const form of base64Forms(bytes)) add(form, encoded(6));
  for (const form of base32Forms(bytes)) add(form, encoded(5));
  add(Buffer.from(bytes).toString('hex'), encoded(4));
}

/**
 * Twelve characters of a long secret; of a shorter one half of it. Never so few that they could be guessed through the
 * scrubber. Secrets up to twelve characters count as a whole only.
 */
function pieceLength({ bytes: { length }, minUnknown }: PlainSecret): number {
  if (length <= LONGEST_WINDOW) return length;
  return Math.min(length, Math.max(minUnknown, Math.min(LONGEST_WINDOW, Math.floor(length / 2))));
}

function spellings({ bytes, text, ascii }: PlainSecret): Uint8Array[] {
  const forms = text === undefined || ascii ? [bytes] : transportForms(text);
  const decoded = unescape(bytes);
  return [...forms, ...rotations(bytes), ...(decoded === undefined ? [] : [decoded.bytes])];
}

/** ROT13 of the letters, ROT47 of all printable characters. */
function rotations(bytes: Uint8Array): Uint8Array[] {
  return [
    bytes.map((byte) => {
      const letter = byte | 0x20;
      return letter >= 0x61 && letter <= 0x7a ? (byte & 0xe0) + 1 + (((byte & 0x1f) + 12) % 26) : byte;
    }),
    bytes.map((byte) => (byte > 0x20 && byte < 0x7f ? 0x21 + ((byte - 0x21 + 47) % 94) : byte)),
  ];
}

/** What becomes of characters beyond ASCII: other case, other normal form, one byte each, read so, UTF-16. */
function transportForms(text: string): Uint8Array[] {
  const texts = [text, text.toLowerCase(), text.toUpperCase(), text.normalize('NFC'), text.normalize('NFD')];
  const utf8 = Buffer.from(text, 'utf8');
  texts.push(utf8.toString('latin1'), new TextDecoder('windows-1252').decode(utf8));
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
  readonly minSpan: number;
  readonly secret: number;
  readonly minUnknown: number;
}

/** The needle and its reverse. */
function addNeedles(needles: Needle[], { bytes, head, table, window, minSpan, secret, minUnknown }: Draft): void {
  const form = foldWithOffsets(bytes, table);
  const { length } = form.bytes;
  if (length < LEAST_FOLDED) return;
  const known = Math.max(0, Math.min(fold(head, table).length, length - GRAM));
  const shared = { secret, minUnknown, minSpan, length: bytes.length, window: Math.min(window, length) };
  needles.push({ ...shared, ...form, publicFrom: 0, publicTo: known });
  const backwards = foldWithOffsets(reverse(bytes), table);
  const publicFrom = known > 0 ? length - known : 0;
  needles.push({ ...shared, ...backwards, publicFrom, publicTo: known > 0 ? length : 0 });
}

function reverse(bytes: Uint8Array): Uint8Array {
  if (isAscii(bytes) || !isUtf8(bytes)) return bytes.toReversed();
  return Buffer.from([...Buffer.from(bytes).toString('utf8')].reverse().join(''), 'utf8');
}

/** The fewest bytes that folding keeps of any `window` bytes in a row. */
function fewestLeft(bytes: Uint8Array, window: number, table: FoldTable): number {
  let left = 0;
  let fewest = window;
  for (let at = 0; at < bytes.length; at += 1) {
    if ((table[bytes[at] ?? 0] ?? 0) !== 0) left += 1;
    if (at >= window && (table[bytes[at - window] ?? 0] ?? 0) !== 0) left -= 1;
    if (at >= window - 1 && left < fewest) fewest = left;
  }
  return fewest;
}
