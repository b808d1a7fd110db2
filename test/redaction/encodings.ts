import { deflateSync, gzipSync } from 'node:zlib';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const each = (text: string, write: (byte: number) => string): string => Array.from(bytesOf(text), write).join('');
const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0');
const units = (text: string): number[] => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

const between = (text: string, size: number, separator: string): string =>
  (text.match(new RegExp(`[^]{1,${String(size)}}`, 'gu')) ?? []).join(separator);
const base64 = (text: string): string => bytesOf(text).toString('base64');

export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}

/** Every encoding that is claimed, as a sentence's subject and what it makes of a text. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  'the secret as it is': (text) => text,
  base64: (text) => bytesOf(text).toString('base64'),
  'base64 with one byte before': (text) => bytesOf(`x${text}`).toString('base64'),
  'base64 with two bytes before': (text) => bytesOf(`xy${text}`).toString('base64'),
  'base64 of a whole sentence': (text) => bytesOf(`the key is ${text}, keep it`).toString('base64'),
  base64url: (text) => bytesOf(text).toString('base64url'),
  'base64 behind other letters': (text) => `abcdefg${bytesOf(text).toString('base64')}`,
  'base64 with escaped slashes': (text) => bytesOf(text).toString('base64').replaceAll('/', '\\/'),
  'percent-encoded base64': (text) => encodeURIComponent(bytesOf(text).toString('base64')),
  'base64 wrapped at 76': (text) => wrap(bytesOf(`padding-padding-padding-${text}-${text}`).toString('base64'), 76),
  'base64 wrapped at 64 inside JSON': (text) =>
    JSON.stringify(wrap(bytesOf(`--${text}${text}`).toString('base64'), 64)),
  'base64 twice': (text) => bytesOf(bytesOf(text).toString('base64')).toString('base64'),
  'base64 three times': (text) =>
    bytesOf(bytesOf(bytesOf(text).toString('base64')).toString('base64')).toString('base64'),
  'Basic authorisation': (text) => `Basic ${bytesOf(`user:${text}`).toString('base64')}`,
  'UTF-16 in base64': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'big-endian UTF-16 in base64': (text) => Buffer.from(text, 'utf16le').swap16().toString('base64'),
  'gzip in base64': (text) => gzipSync(`some words before ${text} and after`).toString('base64'),
  'gzip in base64url before a line of digits': (text) => `${gzipSync(text).toString('base64url')}\n1`,
  'gzip with a file name in hexadecimal': (text) => withFileName(gzipSync(text)).toString('hex'),
  'zlib in base64url': (text) => `.${deflateSync(`{"key":"${text}"}`).toString('base64url')}.Zx9`,
  'base64 in lines of eight': (text) => between(base64(`pa${text}`), 8, '\n'),
  'base64 with a space after every character': (text) => between(base64(text), 1, ' '),
  'base64 as an array of characters': (text) => JSON.stringify([...base64(text)]),
  'base64 backwards': (text) => [...base64(`x${text}`)].reverse().join(''),
  'base64 in lower case': (text) => base64(text).toLowerCase(),
  'hexadecimal backwards': (text) => [...bytesOf(text).toString('hex')].reverse().join(''),
  'base32 in groups of four': (text) => between(base32(bytesOf(text)), 4, '-'),
  'quoteUntrusted-printable': (text) => between(each(text, quotedPrintable), 30, '=\r\n'),
  'quoteUntrusted-printable of every byte': (text) => each(text, (byte) => `=${hex(byte).toUpperCase()}`),
  'UTF-8 read as Latin-1': (text) => bytesOf(text).toString('latin1'),
  'a word-break tag after every fourth character': (text) => between(text, 4, '<wbr>'),
  // A letter that no secret holds closes each tag: its name must not read on into what is left of the secret.
  'two elements': (text) => `<span class="漢">${text.slice(0, 9)}</span><span class="漢">${text.slice(9)}</span>`,
  'a named zero-width space after every third character': (text) => between(text, 3, '&ZeroWidthSpace;'),
  'a Hangul filler after every character': (text) => between(text, 1, '\u3164'),
  'a tag character after every second character': (text) => between(text, 2, '\u{e0020}'),
  'an array of bytes as strings': (text) => JSON.stringify(Array.from(bytesOf(text), String)),
  'pieces in members of JSON that was cut': (text) => JSON.stringify({ parts: text.match(/.{1,9}/gsu) }).slice(0, -1),
  'gzip in base64 behind a prefix': (text) => `data:application/gzip;base64,${gzipSync(text).toString('base64')}`,
  'base64 of hexadecimal': (text) => bytesOf(bytesOf(text).toString('hex')).toString('base64'),
  hexadecimal: (text) => bytesOf(text).toString('hex'),
  'upper-case hexadecimal': (text) => bytesOf(text).toString('hex').toUpperCase(),
  'hexadecimal behind one digit': (text) => `f${bytesOf(text).toString('hex')}`,
  'hexadecimal with colons': (text) => (bytesOf(text).toString('hex').match(/../g) ?? []).join(':'),
  'hexadecimal with spaces': (text) => (bytesOf(text).toString('hex').match(/../g) ?? []).join(' '),
  'hexadecimal numbers': (text) => each(text, (byte) => `0x${hex(byte)}, `),
  base32: (text) => base32(bytesOf(text)),
  'base32 behind other letters': (text) => `ABC${base32(bytesOf(text))}`,
  'lower-case base32': (text) => base32(bytesOf(text)).toLowerCase(),
  'percent encoding': (text) => encodeURIComponent(text),
  'form encoding': (text) => new URLSearchParams({ a: text }).toString(),
  'lower-case percent encoding of every byte': (text) => each(text, (byte) => `%${hex(byte)}`),
  'upper-case percent encoding of every byte': (text) => each(text, (byte) => `%${hex(byte).toUpperCase()}`),
  'percent encoding twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent encoding of every byte three times': (text) => each(text, (byte) => `%2525${hex(byte)}`),
  '%u escapes': (text) =>
    units(text)
      .map((unit) => `%u${hex(unit, 4)}`)
      .join(''),
  'a JSON string': (text) => JSON.stringify(text),
  'JSON in JSON in JSON': (text) => JSON.stringify(JSON.stringify(JSON.stringify({ e: text }))),
  'JSON with every slash escaped': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  '\\u escapes': (text) =>
    units(text)
      .map((unit) => `\\u${hex(unit, 4)}`)
      .join(''),
  'escaped \\u escapes': (text) =>
    units(text)
      .map((unit) => `\\\\u${hex(unit, 4).toUpperCase()}`)
      .join(''),
  '\\u{} escapes': (text) => Array.from(text, (point) => `\\u{${hex(point.codePointAt(0) ?? 0, 1)}}`).join(''),
  '\\x escapes': (text) => each(text, (byte) => `\\x${hex(byte)}`),
  'octal escapes': (text) => each(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  'decimal escapes': (text) => each(text, (byte) => `\\${String(byte).padStart(3, '0')}`),
  'HTML special characters': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'decimal HTML entities': (text) => Array.from(text, (point) => `&#${String(point.codePointAt(0))};`).join(''),
  'hexadecimal HTML entities': (text) =>
    Array.from(text, (point) => `&#x${hex(point.codePointAt(0) ?? 0, 1)};`).join(''),
  'HTML entities, escaped as HTML': (text) =>
    Array.from(text, (point) => `&amp;#${String(point.codePointAt(0))};`).join(''),
  'a CDATA section': (text) => `<![CDATA[${text}]]>`,
  'the secret backwards': (text) => [...text].reverse().join(''),
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  'a space after every character': (text) => [...text].join(' '),
  'a zero-width space after every character': (text) => [...text].join('\u200b'),
  'a soft hyphen after every fourth character': (text) => text.replaceAll(/.{4}/gsu, '$&\u00ad'),
  'a line break after every eighth character': (text) => text.replaceAll(/.{8}/gsu, '$&\n'),
  'a dash after every fourth character': (text) => text.replaceAll(/.{4}/gsu, '$&-'),
  'an array of characters': (text) => JSON.stringify([...text]),
  'an array of characters, one a line': (text) => JSON.stringify([...text], undefined, 2),
  'an array of pieces': (text) => JSON.stringify(text.match(/.{1,5}/gsu)),
  'an array of bytes': (text) => JSON.stringify([...bytesOf(text)]),
  'an array of signed bytes': (text) => JSON.stringify([...new Int8Array(bytesOf(text))]),
  'bytes by index': (text) => JSON.stringify(Uint8Array.from(bytesOf(text))),
  'halves in two members': (text) =>
    JSON.stringify({ a: text.slice(0, text.length / 2), b: text.slice(text.length / 2) }),
  'full-width letters': (text) => text.replaceAll(/[!-~]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0)),
};

function quotedPrintable(byte: number): string {
  return byte > 0x20 && byte < 0x7f && byte !== 0x3d ? String.fromCharCode(byte) : `=${hex(byte).toUpperCase()}`;
}

/** RFC 1952 section 2.3: flag 8 says that a name ended by a zero byte follows the header of ten bytes. */
function withFileName(member: Buffer): Buffer {
  const named = Buffer.concat([member.subarray(0, 10), Buffer.from('key.txt\0'), member.subarray(10)]);
  named[3] = 8;
  return named;
}

function wrap(text: string, width: number): string {
  return (text.match(new RegExp(`.{1,${String(width)}}`, 'g')) ?? []).join('\r\n');
}

/** Made up for these tests, one of each kind that real credentials come in; and what of it is public. */
export const SECRETS: readonly { readonly kind: string; readonly secret: string; readonly publicPrefix: string }[] = [
  { kind: 'a prefixed token', secret: 'tok_mR7vQ2xLw9Zk4Tb8Hn3Pc6Yd1Js5Gf0AeUiWo', publicPrefix: 'tok_' },
  { kind: 'a live key', secret: 'sk_live_9fKq2LmZx7Rt4Vb8Nc1Wd6Ey3Hu5Jg0P', publicPrefix: 'sk_live_' },
  { kind: 'a hexadecimal key', secret: '7f3a9c1e5b8d2046e1f7a35c9b08d46277ea1c5f', publicPrefix: '' },
  { kind: 'a base64 key', secret: 'pQ9+r/T2xV7yZ+b4/dF6hJ8kL+n0/sW3aEcGiMoU5qY=', publicPrefix: '' },
  { kind: 'a UUID', secret: '3d9b7f2a-61c4-4e8d-9a05-b7e2c8f1d436', publicPrefix: '' },
  { kind: 'a key of 20 characters', secret: 'Zx8Kq3Wm7Rt2Vb9Nc4Ly', publicPrefix: '' },
  { kind: 'a key of 16 characters', secret: 'q7Wz2Xk9Lm4Rt8Vb', publicPrefix: '' },
  { kind: 'a password of 12 characters', secret: 'hG7#kP2$wX9q', publicPrefix: '' },
  { kind: 'a password of 8 characters', secret: 'vT4kQ9zB', publicPrefix: '' },
  { kind: 'a password full of marks', secret: `k&"w<9'>\\/+=%zé7 Qß4!`, publicPrefix: '' },
  { kind: 'a passphrase', secret: 'violet-anchor bridges seventeen kestrels', publicPrefix: '' },
  { kind: 'a password beyond ASCII', secret: 'Grüße-Ωμέγα-ключ-42-秘密の鍵', publicPrefix: '' },
  {
    kind: 'a PEM key',
    secret: `-----BEGIN TEST KEY-----\nMk9vQ2xLw8Zk4Tb7Hn3Pc6Yd1Js5Gf0AeUiWoRt2Vb9Nc4LyZx8Kq3Wm7QpXsDfGh\n-----END TEST KEY-----\n`,
    publicPrefix: '',
  },
];
