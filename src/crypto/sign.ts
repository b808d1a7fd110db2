import sodium from 'libsodium-wrappers';

const SIGNATURE_BYTES = 64;
const PUBLIC_KEY_BYTES = 32;

export interface SignKeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** The Ed25519 key pair that belongs to a 32-byte seed; always the same one. */
export function signKeyPair(seed: Uint8Array): SignKeyPair {
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

/** Ed25519 signature (RFC 8032), 64 bytes. */
export function sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return sodium.crypto_sign_detached(message, secretKey);
}

/** Whether this key signed exactly this message. Malformed signatures and keys are simply not valid. */
export function verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.byteLength !== SIGNATURE_BYTES || publicKey.byteLength !== PUBLIC_KEY_BYTES) return false;
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
