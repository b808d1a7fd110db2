import { canonicalJson, type JsonObject } from '../core/index.ts';
import { associatedData } from './associated-data.ts';
import { sign, type SignKeyPair, verify } from './sign.ts';

/** Canonical JSON (RFC 8785) and an Ed25519 signature over it. */
export interface SignedStatement {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Somebody who can sign statements and whose public key is known. `kind` in a statement says what it
 * is about, so that one about an agent is never taken for one about a vault.
 */
export interface Signer {
  readonly publicKey: Uint8Array;
  sign(body: JsonObject & { readonly kind: string }): SignedStatement;
}

export function createSigner(keyPair: SignKeyPair): Signer {
  return {
    publicKey: keyPair.publicKey,
    sign(body) {
      const statement = new TextEncoder().encode(canonicalJson(body));
      return { statement, signature: sign(signedBytes(statement), keyPair.secretKey) };
    },
  };
}

/** Whether this key signed this statement. What it says is for the caller to parse, after this. */
export function verifyStatement({ statement, signature }: SignedStatement, publicKey: Uint8Array): boolean {
  return verify(signedBytes(statement), signature, publicKey);
}

// A signature over a statement must not be a signature over anything else that key will ever sign.
function signedBytes(statement: Uint8Array): Uint8Array {
  return associatedData(['keyward statement v1', statement]);
}
