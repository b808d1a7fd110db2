import { TEXT_BREAK } from './symbol-runs.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A longer string is found as it stands; of such neighbours no piece is made. */
const LONGEST_PIECE = 32;

/** What stands around a value in JSON. */
const BEFORE = Uint8Array.from({ length: 256 }, (_, byte) => (':,[{'.includes(String.fromCharCode(byte)) ? 1 : 0));
const AFTER = Uint8Array.from({ length: 256 }, (_, byte) => (',]}'.includes(String.fromCharCode(byte)) ? 1 : 0));

/**
 * The short string values of JSON that is not read as JSON (it was cut, or is quoted inside of something else), laid
 * end to end: the pieces of a text that was cut over them. Undefined when there is none.
 */
export function joinQuotedStrings(text: Uint8Array): Uint8Array | undefined {
  let output: Uint8Array | undefined;
  let length = 0;
  for (let open = nextQuote(text, 0); open < text.length;) {
    const close = nextQuote(text, open + 1);
    if (close === text.length) break;
    const to = close - quoting(text, close);
    if (!isValue(text, open, close)) {
      open = close;
      continue;
    }
    output ??= new Uint8Array(text.length);
    if (to - open > LONGEST_PIECE) output[length++] = TEXT_BREAK;
    else for (let at = open + 1; at < to; at += 1) output[length++] = text[at] ?? 0;
    open = nextQuote(text, close + 1);
  }
  return output?.subarray(0, length);
}

function nextQuote(text: Uint8Array, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== QUOTE) at += 1;
  return at;
}

/** Quoted alike at both ends, however often JSON was put into JSON, and instead of a value. */
function isValue(text: Uint8Array, open: number, close: number): boolean {
  const level = quoting(text, open);
  if (level !== quoting(text, close)) return false;
  let before = open - level - 1;
  while (isBlank(text[before])) before -= 1;
  let after = close + 1;
  while (isBlank(text[after])) after += 1;
  return (BEFORE[text[before] ?? 0] ?? 0) === 1 && (after >= text.length || (AFTER[text[after] ?? 0] ?? 0) === 1);
}

function quoting(text: Uint8Array, quote: number): number {
  let at = quote;
  while (text[at - 1] === BACKSLASH) at -= 1;
  return quote - at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
