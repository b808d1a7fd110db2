import type { PlainSecret } from './plain-secret.ts';
import { base32Forms, base64Forms } from './radix-forms.ts';

export interface KnownForms {
  /** Literal texts: what to replace where they stand. */
  readonly literal: readonly string[];
  /** In another case, or from back to front. */
  readonly turned: readonly string[];
  /** Texts in an alphabet that goes on around them (base64, hex, base32): the run they are in is replaced. */
  readonly encoded: readonly string[];
}

/**
 * The common encodings of a secret as they appear in text. Only used to cut a hit out precisely; whether
 * anything is left is decided by looking at the result in every view.
 */
export function knownForms({ bytes, text }: Pick<PlainSecret, 'bytes' | 'text'>): KnownForms {
  const encoded = [...base64Forms(bytes), ...base32Forms(bytes)];
  const urlSafe = encoded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const escapedSlash = encoded.map((form) => form.replaceAll('/', '\\/'));
  const hex = Buffer.from(bytes).toString('hex');
  const literal = text === undefined ? [] : textForms(text);
  const codes = [...bytes].map((byte) => hexOf(byte, 2));
  literal.push(codes.map((code) => `\\x${code}`).join(''), codes.map((code) => `%${code}`).join(''));
  literal.push(`%${codes.join('%')}`.toUpperCase(), [...bytes].join(','), codes.join(':'));
  return {
    literal: distinct(literal),
    turned: text === undefined ? [] : distinct([text.toLowerCase(), text.toUpperCase(), [...text].reverse().join('')]),
    encoded: distinct([...encoded, ...urlSafe, ...escapedSlash, hex, hex.toUpperCase()]),
  };
}

function textForms(text: string): string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  const percent = encodeStrictly(text);
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const units = Array.from({ length: text.length }, (_, at) => hexOf(text.charCodeAt(at), 4));
  return [
    text,
    ...shellForms(text),
    ...pythonForms(text),
    inJson,
    inJson.replaceAll('/', '\\/'),
    inJson.replace(/[\u0080-\uffff]/g, (unit) => `\\u${hexOf(unit.charCodeAt(0), 4)}`),
    JSON.stringify(inJson).slice(1, -1),
    units.map((unit) => `\\u${unit}`).join(''),
    units.map((unit) => `\\u${unit.toUpperCase()}`).join(''),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    encodeSafely(text, encodeURIComponent),
    encodeSafely(text, encodeURI),
    encodeStrictly(percent),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    points.map((point) => `&#${point};`).join(''),
    points.map((point) => `&#x${point.toString(16)};`).join(''),
  ];
}

/** Inside of single quotes, double quotes, and none, as shells and `printf %q` write it. */
function shellForms(text: string): string[] {
  return [
    text.replaceAll("'", `'\\''`),
    text.replaceAll("'", `'"'"'`),
    text.replace(/["$`\\!]/g, '\\$&'),
    text.replace(/[^\w@%+=:,./\n\u0080-\uffff-]/g, '\\$&'),
  ];
}

/** What `repr` prints of a text and of bytes between its quotes. */
function pythonForms(text: string): string[] {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replace(/[\n\r\t]/g, (mark) => (mark === '\n' ? '\\n' : mark === '\r' ? '\\r' : '\\t'))
    .replace(/[\0-\x1f\x7f]/g, (mark) => `\\x${hexOf(mark.charCodeAt(0), 2)}`);
  const ofBytes = Buffer.from(escaped, 'utf8')
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (mark) => `\\x${hexOf(mark.charCodeAt(0), 2)}`);
  return [escaped, escaped.replaceAll("'", "\\'"), ofBytes, ofBytes.replaceAll("'", "\\'")];
}

/** RFC 3986: everything but the unreserved characters. */
function encodeStrictly(text: string): string {
  return encodeSafely(text, encodeURIComponent).replace(
    /[!'()*]/g,
    (mark) => `%${hexOf(mark.charCodeAt(0), 2).toUpperCase()}`,
  );
}

// A lone surrogate has no percent form.
function encodeSafely(text: string, encode: (text: string) => string): string {
  return encode(text.toWellFormed());
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function distinct(forms: readonly string[]): string[] {
  return [...new Set(forms)].filter((form) => form.length > 0);
}
