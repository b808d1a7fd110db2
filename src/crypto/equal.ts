import sodium from 'libsodium-wrappers';

/** Compare in constant time. False for unequal lengths: a length is no secret, and libsodium would throw. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && sodium.memcmp(a, b);
}
