import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../src/core/index.ts';
import { estimateBits } from '../../src/redaction/index.ts';
import { noise, TOKEN } from './known.ts';

const bitsOf = (text: string): number => estimateBits(SecretValue.fromText(text));
const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz';

describe('the bits of a secret', () => {
  it.each([
    '4929381726354819',
    'Sommer2026-Berlin!',
    'correct horse battery',
    'administrator-password',
    '1'.repeat(40),
  ])('are under 64 for %s', (weak) => expect(bitsOf(weak)).toBeLessThan(64));

  it('are 64 and more for what services issue: random keys from twenty characters on', () => {
    expect(bitsOf(TOKEN)).toBeGreaterThan(128);
    for (let seed = 0; seed < 300; seed += 1) {
      for (const key of [noise(20, seed), noise(32, seed, BASE36), noise(32, seed, '0123456789abcdef')])
        expect([key, bitsOf(key) >= 64]).toEqual([key, true]);
    }
    expect(bitsOf('3d9b7f2a-61c4-4e8d-9a05-b7e2c8f1d436')).toBeGreaterThan(64);
  });

  it('are so for all but a hundredth of twenty letters of one case and digits, which may look like words', () => {
    const keys = Array.from({ length: 1_000 }, (_, seed) => noise(20, seed, BASE36));
    expect(keys.filter((key) => bitsOf(key) < 64).length).toBeLessThan(10);
  });
});
