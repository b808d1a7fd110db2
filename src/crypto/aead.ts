import type { Random } from '../core/index.ts';
import sodium from 'libsodium-wrappers';

// First byte of everything sealed, so that a later cipher can be told apart.
const VERSION = 1;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;

export interface SealInput {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly plaintext: Uint8Array;
  /** What the ciphertext belongs to, from `associatedData`. It is authenticated, not stored. */
  readonly aad: Uint8Array;
  readonly random: Random;
}

export interface OpenInput {
  readonly key: Uint8Array;
  readonly sealed: Uint8Array;
  readonly aad: Uint8Array;
}

/**
 * Encrypt and authenticate: XChaCha20-Poly1305 (IETF), as version byte, nonce, ciphertext, tag.
 *
 * The nonce is 24 random bytes, enough for any number of messages under one key. The cipher does not
 * commit to its key: where several keys could be tried, check `keyCommitment` first.
 */
export function seal({ key, plaintext, aad, random }: SealInput): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key);
  return Buffer.concat([Uint8Array.of(VERSION), nonce, ciphertext]);
}

/** Open what `seal` made. `undefined` when key, associated data or any byte of it is not the right one. */
export function open({ key, sealed, aad }: OpenInput): Uint8Array | undefined {
  if (sealed[0] !== VERSION || sealed.byteLength < HEADER_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(1, HEADER_BYTES);
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed.subarray(HEADER_BYTES), aad, nonce, key);
  } catch {
    // libsodium.js has no other way to say that the tag is wrong.
    return undefined;
  }
}
