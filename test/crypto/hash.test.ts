import { beforeAll, describe, expect, it } from 'vitest';
import { deriveKey, equal, keyCommitment, keyedHash, ready } from '../../src/crypto/index.ts';
import { toHex } from '../support/hex.ts';

beforeAll(ready);

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('deriveKey, keyedHash and keyCommitment', () => {
  // Computed with Python's hashlib.blake2b: data at rest depends on these staying as they are.
  it('are keyed BLAKE2b under a prefix of their own', () => {
    expect(toHex(deriveKey(key, 'context'))).toBe('fdfb49fa6f8fa2d387413550dde3e7a4727fda5d972e2e0f866fbea0f9a37c0e');
    expect(toHex(keyedHash(key, text('data')))).toBe(
      'a05275845fed17ff15188b6527dfac9af548e0a91213a17cc31829fa011784ac',
    );
    expect(toHex(keyCommitment(key))).toBe('5dd522421781ab11e48afc95efce44c042981ebc9eade8ed117896e5db7d5a56');
  });

  it('never give the same value for the same input', () => {
    const values = [deriveKey(key, ''), keyedHash(key, text('')), keyCommitment(key)].map(toHex);
    expect(new Set(values).size).toBe(3);
  });

  it('depend on key and context', () => {
    const other = Uint8Array.from(key).fill(9, 0, 1);
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(other, 'a'));
    expect(keyCommitment(key)).not.toEqual(keyCommitment(other));
  });
});

describe('equal', () => {
  it('compares content, and says no to unequal lengths without throwing', () => {
    expect(equal(key, Uint8Array.from(key))).toBe(true);
    expect(equal(key, Uint8Array.from(key).fill(9, 31))).toBe(false);
    expect(equal(key, key.subarray(1))).toBe(false);
    expect(equal(new Uint8Array(), new Uint8Array())).toBe(true);
  });
});
