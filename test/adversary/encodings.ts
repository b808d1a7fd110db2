import { gzipSync } from 'node:zlib';

/** Forms in which a service gives back what it was sent, as text that stands inside a JSON string or a body. */
export const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  'in a sentence': (secret) => `invalid token '${secret}' (see the manual)`,
  'with a scheme': (secret) => `Authorization: Bearer ${secret}`,
  upper: (secret) => secret.toUpperCase(),
  lower: (secret) => secret.toLowerCase(),
  reversed: (secret) => [...secret].toReversed().join(''),
  base64: (secret) => base64(secret),
  'base64 shifted by 1': (secret) => base64(`x${secret}`),
  'base64 shifted by 2': (secret) => base64(`xy${secret}z`),
  'base64 with a line end': (secret) => base64(`${secret}\n`),
  'base64 of a pair': (secret) => base64(`user:${secret}`),
  'base64 wrapped': (secret) => base64(`${'x'.repeat(40)}${secret}`).replaceAll(/.{20}/g, '$&\n'),
  'base64 twice': (secret) => base64(base64(secret)),
  'base64 of hex': (secret) => base64(hex(secret)),
  'base64 of gzip': (secret) => gzipSync(secret).toString('base64'),
  'base64 of UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
  base64url: (secret) => Buffer.from(`?>${secret}`).toString('base64url'),
  base32: (secret) => base32(secret),
  hex,
  'hex in capitals': (secret) => hex(secret).toUpperCase(),
  'hex with colons': (secret) => hex(secret).replaceAll(/..(?=.)/g, '$&:'),
  percent: (secret) => percent(secret),
  'percent twice': (secret) => percent(percent(secret)),
  'percent three times': (secret) => percent(percent(percent(secret))),
  'form encoded': (secret) => new URLSearchParams({ key: secret }).toString(),
  'JSON in JSON': (secret) => JSON.stringify({ inner: JSON.stringify({ key: secret }) }),
  'JSON \\u escapes': (secret) => each(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  '\\x escapes': (secret) => each(secret, (code) => `\\x${code.toString(16).padStart(2, '0')}`),
  'octal escapes': (secret) => each(secret, (code) => `\\${code.toString(8).padStart(3, '0')}`),
  'HTML decimal': (secret) => each(secret, (code) => `&#${String(code)};`),
  'HTML hex': (secret) => each(secret, (code) => `&#x${code.toString(16)};`),
  CDATA: (secret) => `<key><![CDATA[${secret}]]></key>`,
  spaced: (secret) => [...secret].join(' '),
  'zero width': (secret) => [...secret].join('\u200b'),
  dashes: (secret) => secret.replaceAll(/.{4}(?=.)/g, '$&-'),
  lines: (secret) => secret.replaceAll(/.{8}(?=.)/g, '$&\n'),
  characters: (secret) => JSON.stringify([...secret]),
  bytes: (secret) => JSON.stringify([...Buffer.from(secret)]),
  'first half': (secret) => secret.slice(0, secret.length / 2),
  'second half': (secret) => secret.slice(secret.length / 2),
  'twelve characters': (secret) => secret.slice(7, 19),
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

function percent(text: string): string {
  return each(text, (code) => `%${code.toString(16).padStart(2, '0')}`);
}

function each(text: string, write: (code: number) => string): string {
  return [...Buffer.from(text)].map(write).join('');
}

function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g) ?? [];
  return letters.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
