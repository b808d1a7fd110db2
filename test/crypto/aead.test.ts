import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemRandom } from '../../src/core/index.ts';
import { open, ready, seal } from '../../src/crypto/index.ts';
import { flipBit, fromHex, toHex } from '../support/hex.ts';
import { wycheproof } from '../support/wycheproof.ts';

beforeAll(ready);

const hex = z.string();
const vectors = wycheproof('xchacha20_poly1305', {
  tcId: z.number(),
  ivSize: z.number(),
  key: hex,
  iv: hex,
  aad: hex,
  msg: hex,
  ct: hex,
  tag: hex,
  result: z.enum(['valid', 'invalid']),
});

const sealed = (vector: (typeof vectors.cases)[number]): Uint8Array =>
  fromHex(`01${vector.iv}${vector.ct}${vector.tag}`);

describe.skipIf(!vectors.present)(vectors.title, () => {
  it('opens every valid vector, and seals to the same bytes', () => {
    const valid = vectors.cases.filter(({ result }) => result === 'valid');
    expect(valid.length).toBeGreaterThan(200);
    for (const vector of valid) {
      const key = fromHex(vector.key);
      const aad = fromHex(vector.aad);
      expect(toHex(open({ key, aad, sealed: sealed(vector) }) ?? fromHex('00')), `tcId ${vector.tcId}`).toBe(
        vector.msg,
      );
      const again = seal({ key, aad, plaintext: fromHex(vector.msg), random: () => fromHex(vector.iv) });
      expect(toHex(again), `tcId ${vector.tcId}`).toBe(toHex(sealed(vector)));
    }
  });

  it('opens no invalid vector', () => {
    const invalid = vectors.cases.filter(({ result }) => result === 'invalid');
    expect(invalid.length).toBeGreaterThan(60);
    for (const vector of invalid) {
      const opened = open({ key: fromHex(vector.key), aad: fromHex(vector.aad), sealed: sealed(vector) });
      expect(opened, `tcId ${vector.tcId}`).toBeUndefined();
    }
  });
});

const bytes = fc.uint8Array({ maxLength: 300 });
const key32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('seal and open', () => {
  it('give the plaintext back', () => {
    fc.assert(
      fc.property(key32, bytes, bytes, (key, plaintext, aad) => {
        expect(open({ key, aad, sealed: seal({ key, plaintext, aad, random: systemRandom }) })).toEqual(plaintext);
      }),
    );
  });

  it('refuse a turned bit anywhere: version, nonce, ciphertext or tag', () => {
    fc.assert(
      fc.property(key32, bytes, fc.nat(), (key, plaintext, bit) => {
        const aad = fromHex('00');
        const good = seal({ key, plaintext, aad, random: systemRandom });
        expect(open({ key, aad, sealed: flipBit(good, bit % (good.byteLength * 8)) })).toBeUndefined();
      }),
    );
  });

  it('refuse other associated data and another key', () => {
    fc.assert(
      fc.property(key32, bytes, bytes, fc.nat(), (key, plaintext, aad, bit) => {
        const good = seal({ key, plaintext, aad, random: systemRandom });
        expect(open({ key, aad: Uint8Array.of(...aad, 0), sealed: good })).toBeUndefined();
        expect(open({ key: flipBit(key, bit), aad, sealed: good })).toBeUndefined();
      }),
    );
  });

  it('refuse what is too short to be sealed', () => {
    const key = new Uint8Array(32);
    for (const length of [0, 1, 24, 25, 40]) {
      expect(open({ key, aad: new Uint8Array(), sealed: new Uint8Array(length).fill(1) })).toBeUndefined();
    }
  });

  it('take a fresh nonce from the given source every time', () => {
    const input = { key: new Uint8Array(32), plaintext: fromHex('aabb'), aad: new Uint8Array() };
    const asked: number[] = [];
    const random = (length: number): Uint8Array => {
      asked.push(length);
      return new Uint8Array(length).fill(asked.length);
    };
    expect(seal({ ...input, random })).not.toEqual(seal({ ...input, random }));
    expect(asked).toEqual([24, 24]);
  });
});
