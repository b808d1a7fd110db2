import { Secret, TOTP, URI } from 'otpauth';
import { KeywardError, SecretValue } from '../../core/index.ts';
import { revealText } from '../../core/hazmat.ts';

const MAX_LENGTH = 2_048;

/**
 * The code of this moment (RFC 6238) for a one-time password: an `otpauth://totp/` URI, or the bare secret in
 * base32, which means SHA-1, six digits and thirty seconds.
 *
 * Throws `ITEM_FIELD_UNUSABLE` for anything else; a counter (HOTP) too, as it would have to be counted.
 */
export function oneTimeCode(value: SecretValue, nowMs: number): SecretValue {
  return SecretValue.fromText(generatorOf(value).generate({ timestamp: nowMs }));
}

function generatorOf(value: SecretValue): TOTP {
  try {
    if (value.byteLength > MAX_LENGTH) throw new TypeError('too long');
    const text = revealText(value).trim();
    const parsed = text.startsWith('otpauth://') ? URI.parse(text) : fromBase32(text);
    if (parsed instanceof TOTP) return parsed;
  } catch {
    // What the parser says may quote the secret.
  }
  throw new KeywardError('ITEM_FIELD_UNUSABLE', 'the field does not hold a one-time password');
}

function fromBase32(text: string): TOTP {
  const secret = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]{8,}$/.test(secret)) throw new TypeError('not base32');
  return new TOTP({ secret: Secret.fromBase32(secret) });
}
