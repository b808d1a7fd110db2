import { isAscii, isUtf8 } from 'node:buffer';

import { revealBytes } from '../../core/hazmat.ts';
import type { KnownSecret } from '../scrubber.ts';
import { publicPrefixLength, withoutPublicTail } from './public-prefix.ts';

/** A revealed secret. It lives as long as the scrubber and never leaves this module. */
export interface PlainSecret {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Undefined when the bytes are not UTF-8. */
  readonly text: string | undefined;
  readonly ascii: boolean;
  /** Length in characters (and, being ASCII in practice, bytes) of the opening that anybody can know. */
  readonly publicLength: number;
  /** Fewer characters beyond the public opening would be cheap to guess through the scrubber. */
  readonly minUnknown: number;
  /** Only the whole of it is a hit. */
  readonly isWhole: boolean;
}

/** Shorter values are not looked for: they would strike ordinary text, and policy does not place them. */
export const MIN_SECRET_BYTES = 6;

/** More than this many secrets are not compared with each other for composites; they come from a vault, not from a call. */
const MAX_COMPARED = 64;

export function revealSecrets(secrets: readonly KnownSecret[]): PlainSecret[] {
  const plain = secrets.filter(({ value }) => value.byteLength >= MIN_SECRET_BYTES).map(reveal);
  return plain.length > MAX_COMPARED
    ? plain
    : plain.map((secret) => (secret.isWhole ? secret : withoutPublicHead(secret, plain)));
}

/** The end of a longer value that counts as a whole only is as good as all of it: a token ends in what is random. */
const MAX_WHOLE_BYTES = 256;

function reveal({ name, value, publicPrefix, match }: KnownSecret): PlainSecret {
  if (match === 'whole') return revealWhole(name, revealBytes(value));
  const revealed = revealBytes(value);
  const text = isUtf8(revealed) ? withoutPublicTail(Buffer.from(revealed).toString('utf8')) : undefined;
  const bytes = text === undefined ? revealed : Buffer.from(text, 'utf8');
  const publicLength = text === undefined ? 0 : publicPrefixLength(text, publicPrefix);
  const minUnknown = text === undefined ? LEAST_UNKNOWN : unknownCharacters(text.slice(publicLength));
  return { name, bytes, text, ascii: isAscii(bytes), publicLength, minUnknown, isWhole: false };
}

function revealWhole(name: string, revealed: Uint8Array): PlainSecret {
  const bytes = revealed.subarray(Math.max(0, revealed.length - MAX_WHOLE_BYTES));
  const text = isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined;
  return { name, bytes, text, ascii: isAscii(bytes), publicLength: 0, minUnknown: bytes.length, isWhole: true };
}

/** What a piece must leave to guess: in an hour nothing is sent that tries a hundredth of it. */
const PIECE_BITS = 40;
const LEAST_UNKNOWN = 8;

// Case is not compared, so it need not be guessed.
function unknownCharacters(text: string): number {
  const letters = /[g-z]/i.test(text) ? 26 : /[a-f]/i.test(text) ? 6 : 0;
  const alphabet = letters + (/\d/.test(text) ? 10 : 0) || 2;
  return Math.max(LEAST_UNKNOWN, Math.ceil(PIECE_BITS / Math.log2(alphabet)));
}

/** `user:password` or `Scheme value` beside `password`: what stands before the known secret may be public. */
function withoutPublicHead(secret: PlainSecret, all: readonly PlainSecret[]): PlainSecret {
  for (const inner of all) {
    if (secret.text === undefined || inner.text === undefined || inner.text.length >= secret.text.length) continue;
    if (!secret.text.endsWith(inner.text)) continue;
    const head = secret.text.slice(0, -inner.text.length);
    if (!/^(?:[A-Za-z-]{1,32} +|[^:\s]{1,128}:)$/.test(head)) continue;
    return { ...secret, publicLength: Math.max(secret.publicLength, head.length + inner.publicLength) };
  }
  return secret;
}
