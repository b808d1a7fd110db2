import { describe, expect, it, vi } from 'vitest';
import type * as crypto from '../../src/crypto/index.ts';
import { formatToken, parseToken } from '../../src/identity/token-text.ts';
import { openIdentityKit } from '../support/identity-kit.ts';

const compared = vi.hoisted(() => ({ lengths: [] as (readonly [number, number])[] }));

// The real comparison (libsodium's), which tells that it was asked.
vi.mock('../../src/crypto/index.ts', async (importOriginal) => {
  const real = await importOriginal<typeof crypto>();
  return {
    ...real,
    equal: (a: Uint8Array, b: Uint8Array) => {
      compared.lengths.push([a.byteLength, b.byteLength]);
      return real.equal(a, b);
    },
  };
});

describe('a token that is nearly right', () => {
  it.each([
    ['at its first byte', 0],
    ['in the middle', 15],
    ['at its last byte', -1],
  ])('and wrong %s is compared whole, as a digest, in constant time', async (_where, at) => {
    const kit = await openIdentityKit();
    const parts = parseToken(kit.token);
    if (parts === undefined) throw new Error('no token');
    const secret = Uint8Array.from(parts.secret);
    secret.set([(secret.at(at) ?? 0) ^ 1], at < 0 ? secret.length + at : at);
    compared.lengths.length = 0;

    expect(await kit.identify(formatToken({ id: parts.id, secret }))).toMatchObject({
      kind: 'refused',
      because: 'unknown',
    });

    // Neither the secret itself nor a part of it: a digest of a fixed length that says nothing of where it differs.
    expect(compared.lengths).toEqual([[32, 32]]);
  });
});
