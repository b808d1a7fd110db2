import { beforeAll, expect, it } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import { createSigner, ready, signKeyPair, verifyStatement } from '../../src/crypto/index.ts';

beforeAll(ready);

it('a statement that was found good once is good again as it is, and not with one byte of it changed', () => {
  const [owner, other] = [createSigner(signKeyPair(systemRandom(32))), createSigner(signKeyPair(systemRandom(32)))];
  const signed = owner.sign({ kind: 'agent', name: 'claude' });
  expect([verifyStatement(signed, owner.publicKey), verifyStatement(signed, owner.publicKey)]).toEqual([true, true]);

  const statement = Uint8Array.from(signed.statement, (byte, index) => (index === 3 ? byte ^ 1 : byte));
  const signature = Uint8Array.from(signed.signature, (byte, index) => (index === 63 ? byte ^ 1 : byte));

  expect(verifyStatement({ ...signed, statement }, owner.publicKey)).toBe(false);
  expect(verifyStatement({ ...signed, signature }, owner.publicKey)).toBe(false);
  expect(verifyStatement(signed, other.publicKey)).toBe(false);
  // The bytes that were good are changed where they lie.
  signed.statement[3] = (signed.statement[3] ?? 0) ^ 1;
  expect(verifyStatement(signed, owner.publicKey)).toBe(false);
});
