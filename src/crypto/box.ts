import sodium from 'libsodium-wrappers';

export interface BoxKeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** The X25519 key pair that belongs to a 32-byte seed; always the same one. */
export function boxKeyPair(seed: Uint8Array): BoxKeyPair {
  const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

/**
 * Encrypt to a public key (`crypto_box_seal`, X25519 and XSalsa20-Poly1305).
 *
 * It does not say who sealed it: anybody can. Check the content against something the owner signed.
 * The one-time key comes from libsodium's own random source, which has no port.
 */
export function sealTo(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  return sodium.crypto_box_seal(message, publicKey);
}

/** Open what `sealTo` made. `undefined` when it was sealed to another key, or changed. */
export function openSealed(keyPair: BoxKeyPair, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.byteLength < sodium.crypto_box_SEALBYTES) return undefined;
  try {
    return sodium.crypto_box_seal_open(sealed, keyPair.publicKey, keyPair.secretKey);
  } catch {
    // libsodium.js has no other way to say that the tag is wrong.
    return undefined;
  }
}
