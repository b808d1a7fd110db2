import sodium from 'libsodium-wrappers';

const HASH_BYTES = 32;
const encoder = new TextEncoder();

/**
 * Derive a 32-byte key for one purpose: BLAKE2b keyed with `key` over the context.
 *
 * Different contexts give independent keys, and none of them tells anything about `key`.
 */
export function deriveKey(key: Uint8Array, context: string): Uint8Array {
  return keyed(key, 'keyward derive v1:', encoder.encode(context));
}

/** Keyed BLAKE2b, 32 bytes: a MAC, or a look-up value that tells nothing without the key. */
export function keyedHash(key: Uint8Array, data: Uint8Array): Uint8Array {
  return keyed(key, 'keyward hash v1:', data);
}

/**
 * A public value that only this key gives. XChaCha20-Poly1305 does not commit to its key, so a holder that
 * is handed a key compares this with what the owner signed.
 */
export function keyCommitment(key: Uint8Array): Uint8Array {
  return keyed(key, 'keyward commit v1:', new Uint8Array());
}

// No prefix is the beginning of another, so an output of one function is never an output of the other.
function keyed(key: Uint8Array, prefix: string, data: Uint8Array): Uint8Array {
  return sodium.crypto_generichash(HASH_BYTES, Buffer.concat([encoder.encode(prefix), data]), key);
}
