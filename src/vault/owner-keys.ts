import { createSigner, deriveKey, signKeyPair, type Signer } from '../crypto/index.ts';

/** What the owner key is used for. The owner key itself encrypts nothing. */
export interface OwnerKeys {
  /** Wraps vault keys. */
  readonly wrapKey: Uint8Array;
  /** Hashes vault names, so that a name is found without being stored. */
  readonly indexKey: Uint8Array;
  /** Signs statements about vaults, agents, tokens and grants. */
  readonly signer: Signer;
}

export const OWNER_KEY_BYTES = 32;

export function deriveOwnerKeys(ownerKey: Uint8Array): OwnerKeys {
  return {
    wrapKey: deriveKey(ownerKey, 'owner wrap'),
    indexKey: deriveKey(ownerKey, 'owner index'),
    signer: createSigner(signKeyPair(deriveKey(ownerKey, 'owner sign'))),
  };
}
