// In: a SecretValue. Out: the secret itself, as text or bytes.
// The second, guarded module of `core`: only vault, outbound, run and redaction may import it.
// What it returns never goes into a log, an error, a record or an answer.
import { readSecretBytes, type SecretValue } from './secret-value.ts';

/** The secret as text. Throws `TypeError` when its bytes are not UTF-8. */
export function revealText(secret: SecretValue): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readSecretBytes(secret));
}

/** A copy of the secret's bytes. */
export function revealBytes(secret: SecretValue): Uint8Array {
  return Uint8Array.from(readSecretBytes(secret));
}
