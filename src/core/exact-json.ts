import type { Json } from './json.ts';

/** True when a number that was read from JSON is still the one that was written, as far as it can be known. */
export function isExactNumber(value: number): boolean {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return Number.isFinite(value);
  // Beyond 2^53 only a round number, such as an amount in the smallest unit: an id comes out of rounding as one by no chance.
  return significant(String(value)).length <= 6;
}

/**
 * The value of a JSON text, or undefined when it is none. A number that would change in a double (an id beyond 2^53,
 * more digits than it holds, out of its range) is a string of what was written, or of what `written` makes of it.
 */
export function parseExactJson(text: string, written = (number: string): string => number): Json | undefined {
  return read(text, (number) => JSON.stringify(written(number)));
}

/**
 * The same JSON in its shortest form, every number as it was written and every name once, the last of equal names: as
 * any reader would see it. Undefined when the text is none.
 */
export function exactJsonText(text: string): string | undefined {
  const plain = read(text, () => '0');
  if (plain === undefined) return undefined;
  const mark = unusedMark(JSON.stringify(plain));
  const marked = read(text, (number) => JSON.stringify(`${mark}${number}`));
  return marked === undefined
    ? undefined
    : JSON.stringify(marked).replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}

// Strings are consumed whole, so that nothing within one is taken for a number.
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

function read(text: string, inexact: (number: string) => string): Json | undefined {
  try {
    // First as it stands: what is no JSON must not become some.
    const plain = JSON.parse(text) as Json;
    let isChanged = false;
    const exact = text.replace(TOKENS, (token) => {
      if (token.startsWith('"') || isKept(token)) return token;
      isChanged = true;
      return inexact(token);
    });
    return isChanged ? (JSON.parse(exact) as Json) : plain;
  } catch {
    return undefined;
  }
}

function isKept(token: string): boolean {
  if (token.length <= 15 && !/[eE]/.test(token)) return true;
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  const isWhole = /^-?\d+$/.test(token);
  // Doubles are commonly printed with 17 digits, of which the last are no part of the value.
  if (!isWhole && significant(token).length <= 17) return value !== 0 || significant(token) === '';
  return decimal(token) === decimal(String(value));
}

function significant(number: string): string {
  return (number.split(/[eE]/)[0] ?? '').replace(/[-+.]/g, '').replace(/^0+|0+$/g, '');
}

// Sign, digits and power of ten: equal if and only if the numbers are.
function decimal(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const all = `${whole}${fraction}`;
  const digits = all.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + (all.length - digits.length);
  const plain = digits.replace(/^0+/, '');
  return plain === '' ? '0' : `${number.startsWith('-') ? '-' : ''}${plain}e${String(power)}`;
}

// Private use: text may hold it, so as many as are needed to be found nowhere.
function unusedMark(text: string): string {
  let mark = '\uE000';
  while (text.includes(mark)) mark += '\uE000';
  return mark;
}
