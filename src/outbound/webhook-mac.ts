import { createHmac } from 'node:crypto';
import { revealText } from '../core/hazmat.ts';
import { KeywardError, type SecretValue } from '../core/index.ts';

// Standard Webhooks: "between 24 bytes (192 bits) and 64 bytes (512 bits)".
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;

/**
 * HMAC-SHA-256 under the secret of a webhook, in the form that Standard Webhooks gives secrets: `whsec_` and base64.
 *
 * Throws `OUTBOUND_SECRET_UNUSABLE` for a secret of another form.
 */
export function webhookMac(secret: SecretValue): (message: string) => Uint8Array {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})\s*$/.exec(revealText(secret)) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.byteLength >= MIN_KEY_BYTES && key.byteLength <= MAX_KEY_BYTES)
    return (message) => createHmac('sha256', key).update(message).digest();
  throw new KeywardError('OUTBOUND_SECRET_UNUSABLE', 'the secret of a webhook is not of the form whsec_ and base64', {
    hint: 'make one of 24 to 64 random bytes: printf whsec_%s "$(openssl rand -base64 32)"',
  });
}
