import { randomFillSync } from 'node:crypto';

/** Source of random bytes, passed in so that tests can fix it. */
export type Random = (length: number) => Uint8Array;

// node:crypto rather than libsodium.js: the same CSPRNG at a twentieth of the cost per call.
export const systemRandom: Random = (length) => randomFillSync(new Uint8Array(length));
