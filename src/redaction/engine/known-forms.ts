import type { PlainSecret } from './plain-secret.ts';

export interface KnownForms {
  /** Literal texts: what to replace where they stand. */
  readonly literal: readonly string[];
  /** Texts in an alphabet that goes on around them (base64, hex, base32): the run they are in is replaced. */
  readonly encoded: readonly string[];
}

/**
 * The common encodings of a secret as they appear in text. Only used to cut a hit out precisely; whether
 * anything is left is decided by looking at the result in every view.
 */
export function knownForms({ bytes, text }: PlainSecret): KnownForms {
  const encoded = [...radixForms(bytes, 6, BASE64), ...radixForms(bytes, 5, BASE32)];
  const urlSafe = encoded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const escapedSlash = encoded.map((form) => form.replaceAll('/', '\\/'));
  const hex = Buffer.from(bytes).toString('hex');
  const literal = text === undefined ? [] : textForms(text);
  const codes = [...bytes].map((byte) => hexOf(byte, 2));
  literal.push(codes.map((code) => `\\x${code}`).join(''), codes.map((code) => `%${code}`).join(''));
  literal.push(`%${codes.join('%')}`.toUpperCase(), [...bytes].join(','), codes.join(':'));
  return {
    literal: distinct(literal),
    encoded: distinct([...encoded, ...urlSafe, ...escapedSlash, hex, hex.toUpperCase()]),
  };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The secret in a radix of `bits` bits at each offset at which it may stand in what was encoded, without the
 * characters that its neighbours have a part in.
 */
function radixForms(bytes: Uint8Array, bits: 5 | 6, alphabet: string): string[] {
  const offsets = bits === 6 ? [0, 1, 2] : [0, 1, 2, 3, 4];
  return offsets.map((offset) => {
    const first = Math.ceil((offset * 8) / bits);
    const end = Math.floor(((offset + bytes.length) * 8) / bits);
    let form = '';
    for (let at = first; at < end; at += 1) {
      const bit = at * bits - offset * 8;
      const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
      form += alphabet.charAt((pair >> (16 - bits - (bit & 7))) & (2 ** bits - 1));
    }
    return form;
  });
}

function textForms(text: string): string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  const percent = encodeStrictly(text);
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const units = Array.from({ length: text.length }, (_, at) => hexOf(text.charCodeAt(at), 4));
  return [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    [...text].reverse().join(''),
    inJson,
    inJson.replaceAll('/', '\\/'),
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
