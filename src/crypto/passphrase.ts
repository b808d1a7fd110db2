import { scrypt } from 'node:crypto';
import { KeywardError } from '../core/index.ts';

/** Cost of scrypt (RFC 7914): CPU and memory `n`, block size `r`, parallel `p`. */
export interface StretchParams {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

// OWASP's scrypt setting: 128 MiB, about a second. Argon2 is only in libsodium's sumo build.
export const STRETCH_PARAMS: StretchParams = { n: 2 ** 17, r: 8, p: 1 };

// Parameters come from a file that others may have written: without a bound it could ask for all
// memory there is. 2^20 is 1 GiB.
const MIN_N = 2 ** 15;
const MAX_N = 2 ** 20;
const MAX_P = 4;
const KEY_BYTES = 32;
const MIN_SALT_BYTES = 16;

export interface StretchInput {
  readonly passphrase: Uint8Array;
  /** At least 16 random bytes. */
  readonly salt: Uint8Array;
  /** Defaults to `STRETCH_PARAMS`. */
  readonly params?: StretchParams;
}

/**
 * Turn a passphrase into a 32-byte key with scrypt, off the main thread.
 *
 * Throws `VAULT_UNLOCK_FAILED` for parameters outside the bounds, before any work is done.
 */
export async function stretchPassphrase(input: StretchInput): Promise<Uint8Array> {
  const { passphrase, salt, params = STRETCH_PARAMS } = input;
  if (!withinBounds(params) || salt.byteLength < MIN_SALT_BYTES) {
    throw new KeywardError('VAULT_UNLOCK_FAILED', 'the parameters of the passphrase are out of bounds');
  }
  const { n, r, p } = params;
  // Node's own limit of 32 MiB is below what these parameters need: 128 * n * r, and some for p.
  const options = { N: n, r, p, maxmem: 128 * n * r + 1024 * 1024 };
  return await new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function withinBounds({ n, r, p }: StretchParams): boolean {
  const powerOfTwo = Number.isInteger(Math.log2(n));
  return (
    powerOfTwo && n >= MIN_N && n <= MAX_N && r === STRETCH_PARAMS.r && Number.isInteger(p) && p >= 1 && p <= MAX_P
  );
}
