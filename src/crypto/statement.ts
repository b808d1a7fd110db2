import { BoundedMap, canonicalJson, type JsonObject } from '../core/index.ts';
import { associatedData } from './associated-data.ts';
import { sign, type SignKeyPair, verify } from './sign.ts';

/** Canonical JSON (RFC 8785) and an Ed25519 signature over it. */
export interface SignedStatement {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * A signer of statements whose public key is known. `kind` in a statement says what it
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

interface Verified {
  readonly statement: Uint8Array;
  readonly publicKey: Uint8Array;
}

const MAX_REMEMBERED = 512;

// That a signature is good stays true for ever, of these very bytes; checking it costs more than all else in a look-up.
const remembered = new BoundedMap<string, Verified>(MAX_REMEMBERED);

/** Whether this key signed this statement. What it says is for the caller to parse, after this. */
export function verifyStatement({ statement, signature }: SignedStatement, publicKey: Uint8Array): boolean {
  const name = Buffer.from(signature).toString('base64');
  const known = remembered.get(name);
  if (known !== undefined && isSame(known.statement, statement) && isSame(known.publicKey, publicKey)) return true;
  if (!verify(signedBytes(statement), signature, publicKey)) return false;
  // Copies: the caller may change its bytes.
  remembered.set(name, {
    statement: Uint8Array.from(statement),
    publicKey: Uint8Array.from(publicKey),
  });
  return true;
}

// Nothing here is secret.
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

// A signature over a statement must not be a signature over anything else that key will ever sign.
function signedBytes(statement: Uint8Array): Uint8Array {
  return associatedData(['keyward statement v1', statement]);
}
