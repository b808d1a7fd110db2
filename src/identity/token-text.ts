import { crc32 } from 'node:zlib';
import { decodeBase62, encodeBase62 } from './base62.ts';

export const TOKEN_SECRET_BYTES = 32;

const SECRET_DIGITS = 43;
const CHECKSUM_DIGITS = 6;
const FORM = /^((kwa|kwc)_([a-z2-7]{26})_([0-9A-Za-z]{43}))_([0-9A-Za-z]{6})$/;

type Prefix = 'kwa' | 'kwc';

export interface TokenParts {
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

/**
 * An agent token as text: `kwa_<id>_<secret>_<checksum>`. Underscores let a double click take it whole,
 * and prefix and checksum let a secret scanner know it without asking anybody.
 */
export function formatToken(parts: TokenParts): string {
  return format('kwa', parts);
}

/** `undefined` for anything `formatToken` would not have written: each token has one text form. */
export function parseToken(text: string): TokenParts | undefined {
  return parse('kwa', text);
}

/** A credential, `kwc_<id>_<secret>_<checksum>`: its secret proves possession of the token, and opens nothing. */
export function formatCredential(parts: TokenParts): string {
  return format('kwc', parts);
}

/** `undefined` for anything `formatCredential` would not have written, a token too. */
export function parseCredential(text: string): TokenParts | undefined {
  return parse('kwc', text);
}

function format(prefix: Prefix, { id, secret }: TokenParts): string {
  const digits = encodeBase62(BigInt(`0x${Buffer.from(secret).toString('hex')}`), SECRET_DIGITS);
  const body = `${prefix}_${id}_${digits}`;
  return `${body}_${checksum(body)}`;
}

function parse(prefix: Prefix, text: string): TokenParts | undefined {
  const [, body, begins, id, digits, sum] = FORM.exec(text) ?? [];
  if (begins !== prefix || body === undefined || id === undefined || digits === undefined) return undefined;
  const value = decodeBase62(digits);
  // 43 digits reach a little beyond 256 bits.
  if (checksum(body) !== sum || value === undefined || value >= 1n << 256n) return undefined;
  return { id, secret: Buffer.from(value.toString(16).padStart(TOKEN_SECRET_BYTES * 2, '0'), 'hex') };
}

// A CRC-32 notices every change of up to 32 bits in a row, so any one wrong character.
function checksum(body: string): string {
  return encodeBase62(BigInt(crc32(body)), CHECKSUM_DIGITS);
}
