import { boxKeyPair, type BoxKeyPair, deriveKey, keyCommitment, keyedHash } from '../crypto/index.ts';

/** What a token's secret gives. The database keeps the digest, the public key and the MAC, never the secret. */
export interface TokenKeys {
  /** Says that a token is the right one, and cannot be turned back into it. */
  readonly authDigest: Uint8Array;
  /**
   * What `authDigest` is the digest of: shown to a server, it proves possession of the token, and gives neither
   * the token nor any of its other keys.
   */
  readonly authKey: Uint8Array;
  /** Vault keys are sealed to its public half. */
  readonly keyPair: BoxKeyPair;
  /**
   * MAC that only the token's maker and its holder can make. It names the owner: without it, any caller that
   * writes the database could put his own public key in the owner's place and sign what he likes.
   */
  ownerMac(ownerPublicKey: Uint8Array): Uint8Array;
}

export function deriveTokenKeys(secret: Uint8Array): TokenKeys {
  const macKey = deriveKey(secret, 'token owner');
  const authKey = deriveKey(secret, 'token auth');
  return {
    authKey,
    authDigest: authDigestOf(authKey),
    keyPair: boxKeyPair(deriveKey(secret, 'token box')),
    ownerMac: (ownerPublicKey) => keyedHash(macKey, ownerPublicKey),
  };
}

export function authDigestOf(authKey: Uint8Array): Uint8Array {
  return keyCommitment(authKey);
}
