// In: keys, bytes, and the source of random bytes.
// Out: sealed, signed, hashed or derived bytes; `undefined` or false when something does not authenticate.
// Never here: what the bytes mean, where they are stored, or any key that outlives the call.
export { open, seal, type OpenInput, type SealInput } from './aead.ts';
export { associatedData } from './associated-data.ts';
export { boxKeyPair, openSealed, sealTo, type BoxKeyPair } from './box.ts';
export { equal } from './equal.ts';
export { deriveKey, keyCommitment, keyedHash } from './hash.ts';
export { STRETCH_PARAMS, stretchPassphrase, type StretchInput, type StretchParams } from './passphrase.ts';
export { ready } from './ready.ts';
export { sign, signKeyPair, verify, type SignKeyPair } from './sign.ts';
export { createSigner, verifyStatement, type SignedStatement, type Signer } from './statement.ts';
