import { type Cursor, hexDigit, hexValue, put, putByte } from './escape-cursor.ts';
import { LONGEST_NAME, NAMED_ENTITIES, NO_NAME, OPEN_ENTITIES, withLetter } from './named-entities.ts';

export interface Unescaped {
  readonly bytes: Uint8Array;
  /** Where in `bytes` an escape was undone, ascending. */
  readonly offsets: readonly number[];
}

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;

const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) => ([BACKSLASH, PERCENT, AMPERSAND].includes(byte) ? 1 : 0));

/**
 * One view for all character escapes: JSON and JavaScript (`\/`, `\uXXXX`, `\xXX`, octal), percent and HTML
 * entities, each also when it was applied over itself (`%2541`, `\\u0041`, `&amp;amp;`). Undefined when
 * there is nothing to undo.
 */
export function unescape(input: Uint8Array): Unescaped | undefined {
  const first = nextEscape(input, 0);
  if (first === input.length) return undefined;
  const cursor: Cursor = { input, output: new Uint8Array(input), at: first, length: first, offsets: [] };
  while (cursor.at < input.length) {
    copyPlain(cursor);
    const byte = input[cursor.at];
    if (byte === BACKSLASH) readBackslash(cursor);
    else if (byte === PERCENT) readPercent(cursor);
    else if (byte === AMPERSAND) readEntity(cursor);
  }
  const { output, length, offsets } = cursor;
  return offsets.length === 0 ? undefined : { bytes: output.subarray(0, length), offsets };
}

function nextEscape(input: Uint8Array, from: number): number {
  let at = from;
  while (at < input.length && (ESCAPES[input[at] ?? 0] ?? 0) === 0) at += 1;
  return at;
}

/** Copy up to the next escape. The hot loop: its offsets are in variables of its own. */
function copyPlain(cursor: Cursor): void {
  const { input, output } = cursor;
  let { at, length } = cursor;
  while (at < input.length) {
    const byte = input[at] ?? 0;
    if ((ESCAPES[byte] ?? 0) !== 0) break;
    output[length++] = byte;
    at += 1;
  }
  cursor.at = at;
  cursor.length = length;
}

const CONTROL: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, f: 0x0c, v: 0x0b };

/** Characters of encoded runs: a backslash before one breaks the run. */
const TOKEN_MARKS = '/+-_=.';

// Any number of backslashes counts as one: that is JSON inside JSON inside a log line.
function readBackslash(cursor: Cursor): void {
  const { input } = cursor;
  let at = cursor.at;
  while (input[at] === BACKSLASH) at += 1;
  const letter = String.fromCharCode(input[at] ?? 0);
  if (letter === 'u' && readUnicode(cursor, at + 1)) return;
  if (letter === 'U' && put(cursor, at + 9, hexValue(input, at + 1, 8))) return;
  if (letter === 'x' && putByte(cursor, at + 3, hexValue(input, at + 1, 2))) return;
  if (letter >= '0' && letter <= '7' && readOctal(cursor, at)) return;
  const control = CONTROL[letter];
  if (control !== undefined) putByte(cursor, at + 1, control);
  else if (TOKEN_MARKS.includes(letter)) putByte(cursor, at + 1, input[at] ?? 0);
  // A backslash before anything else is as good as none: folding drops it.
  else cursor.at = at;
}

function readUnicode(cursor: Cursor, at: number): boolean {
  const { input } = cursor;
  if (input[at] === 0x7b) {
    // Not a search to the end of the text: there may be none.
    let close = at + 2;
    while (close - at < 7 && input[close] !== 0x7d) close += 1;
    return input[close] === 0x7d && put(cursor, close + 1, hexValue(input, at + 1, close - at - 1));
  }
  const unit = hexValue(input, at, 4);
  if (unit < 0xd800 || unit > 0xdbff) return put(cursor, at + 4, unit);
  let next = at + 4;
  while (input[next] === BACKSLASH) next += 1;
  const low = input[next] === 0x75 ? hexValue(input, next + 1, 4) : -1;
  if (low < 0xdc00 || low > 0xdfff) return put(cursor, at + 4, 0xfffd);
  return put(cursor, next + 5, 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
}

function readOctal(cursor: Cursor, at: number): boolean {
  let value = 0;
  let end = at;
  while (end < at + 3) {
    const digit = (cursor.input[end] ?? 0) - 0x30;
    if (digit < 0 || digit > 7 || value * 8 + digit > 255) break;
    value = value * 8 + digit;
    end += 1;
  }
  return putByte(cursor, end, value);
}

// %25 over and over is percent-encoding applied over itself.
function readPercent(cursor: Cursor): void {
  const { input } = cursor;
  let at = cursor.at + 1;
  while (input[at] === 0x32 && input[at + 1] === 0x35 && hexValue(input, at + 2, 2) >= 0) at += 2;
  if (putByte(cursor, at + 2, hexValue(input, at, 2))) return;
  if (input[at] === 0x75 && put(cursor, at + 5, hexValue(input, at + 1, 4))) return;
  cursor.output[cursor.length++] = PERCENT;
  cursor.at += 1;
}

function readEntity(cursor: Cursor): void {
  const { input } = cursor;
  let at = cursor.at + 1;
  while (readsAmp(input, at)) at += 4;
  const changed = at > cursor.at + 1;
  if (input[at] === 0x23 && readNumericEntity(cursor, at + 1)) return;
  if (readNamedEntity(cursor, at)) return;
  cursor.output[cursor.length++] = AMPERSAND;
  cursor.at = at;
  if (changed) cursor.offsets.push(cursor.length);
}

function readNamedEntity(cursor: Cursor, at: number): boolean {
  const { input } = cursor;
  let name = NO_NAME;
  let open = 0;
  let openEnd = 0;
  let end = at;
  for (; end < at + LONGEST_NAME; end += 1) {
    const byte = input[end] ?? 0;
    if (byte < 0x41 || byte > 0x7a) break;
    name = withLetter(name, byte);
    if (end < at + 4 && OPEN_ENTITIES.has(name)) [open, openEnd] = [name, end + 1];
  }
  const closed = input[end] === SEMICOLON ? NAMED_ENTITIES.get(name) : undefined;
  if (closed !== undefined) return put(cursor, end + 1, closed);
  const code = open === 0 ? undefined : NAMED_ENTITIES.get(open);
  return code !== undefined && put(cursor, openEnd, code);
}

function readsAmp(input: Uint8Array, at: number): boolean {
  return input[at] === 0x61 && input[at + 1] === 0x6d && input[at + 2] === 0x70 && input[at + 3] === SEMICOLON;
}

function readNumericEntity(cursor: Cursor, at: number): boolean {
  const hex = cursor.input[at] === 0x78 || cursor.input[at] === 0x58;
  let end = hex ? at + 1 : at;
  let value = 0;
  while (end < at + 9) {
    const digit = hexDigit(cursor.input[end]);
    if (digit < 0 || (!hex && digit > 9)) break;
    value = value * (hex ? 16 : 10) + digit;
    end += 1;
  }
  if (end === (hex ? at + 1 : at)) return false;
  return put(cursor, cursor.input[end] === SEMICOLON ? end + 1 : end, value);
}
