import { createHmac } from 'node:crypto';
import type { SecretValue } from '../core/index.ts';
import { revealText } from '../core/hazmat.ts';

const STANDARD_PREFIX = 'whsec_';

/** HMAC-SHA256 under a secret of the owner: its text, or the bytes that `whsec_` (Standard Webhooks) stands before in base64. */
export function signWith(secret: SecretValue): (message: string) => Uint8Array {
  const text = revealText(secret);
  const key = text.startsWith(STANDARD_PREFIX) ? Buffer.from(text.slice(STANDARD_PREFIX.length), 'base64') : text;
  return (message) => createHmac('sha256', key).update(message).digest();
}
