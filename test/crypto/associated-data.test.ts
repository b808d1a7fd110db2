import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associatedData } from '../../src/crypto/index.ts';
import { toHex } from '../support/hex.ts';

const part = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.maxSafeInteger(),
  fc.uint8Array({ maxLength: 8 }),
);

// An independent notion of sameness: kind and content of every part.
const describeParts = (parts: readonly (string | number | Uint8Array)[]): string =>
  JSON.stringify(parts.map((value) => (value instanceof Uint8Array ? ['bytes', toHex(value)] : [typeof value, value])));

describe('associatedData', () => {
  it('gives different bytes for different lists', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 4 }), (a, b) => {
        const same = toHex(associatedData(a)) === toHex(associatedData(b));
        expect(same).toBe(describeParts(a) === describeParts(b));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { name: 'where one part ends and the next begins', a: ['ab', 'c'], b: ['a', 'bc'] },
    { name: 'a number and its digits', a: [1], b: ['1'] },
    { name: 'text and its bytes', a: ['a'], b: [Uint8Array.of(0x61)] },
    { name: 'an empty part and none', a: [''], b: [] },
    { name: 'a part that imitates a header', a: ['\u0001\0\0\0\u0001a'], b: ['', 'a'] },
  ])('tells apart $name', ({ a, b }) => {
    expect(associatedData(a)).not.toEqual(associatedData(b));
  });

  it('refuses numbers and text that have no one form', () => {
    expect(() => associatedData([1.5])).toThrow(TypeError);
    expect(() => associatedData([2 ** 53])).toThrow(TypeError);
    expect(() => associatedData([Number.NaN])).toThrow(TypeError);
    expect(() => associatedData(['\ud800'])).toThrow(TypeError);
  });

  it('has a fixed form, because sealed records depend on it', () => {
    expect(toHex(associatedData(['ab', 7, Uint8Array.of(255)]))).toBe('0100000002616202000000013703' + '00000001ff');
  });
});
