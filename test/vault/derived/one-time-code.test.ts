import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../src/core/index.ts';
import { revealText } from '../../../src/core/hazmat.ts';
import { oneTimeCode } from '../../../src/vault/index.ts';

const SEEDS = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;

// RFC 6238 appendix B: seconds, then the code by SHA-1, SHA-256 and SHA-512.
const VECTORS = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;

describe('a one-time code', () => {
  it.each(VECTORS)('is that of RFC 6238 at second %i', (seconds, ...codes) => {
    const made = (['SHA1', 'SHA256', 'SHA512'] as const).map((algorithm) => {
      const uri = `otpauth://totp/x?secret=${base32('1234567890'.repeat(7).slice(0, SEEDS[algorithm]))}`;
      return codeOf(`${uri}&algorithm=${algorithm}&digits=8&period=30`, seconds);
    });
    expect(made).toEqual(codes);
  });

  it('is made of a bare secret too, with spaces as people copy it', () => {
    expect(codeOf('GEZD GNBV GY3T QOJQ gezd gnbv gy3t qojq', 59)).toBe('287082');
  });

  it.each([['otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1'], ['not base32!'], [''], ['A'.repeat(3_000)]])(
    'is not made of %s',
    (text) => {
      expect(() => codeOf(text, 59)).toThrow(expect.objectContaining({ code: 'ITEM_FIELD_UNUSABLE' }));
    },
  );
});

function codeOf(text: string, seconds: number): string {
  return revealText(oneTimeCode(SecretValue.fromText(text), seconds * 1000));
}

function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}
