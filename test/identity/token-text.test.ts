import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, systemRandom } from '../../src/core/index.ts';
import { formatToken, parseToken } from '../../src/identity/token-text.ts';

const secretBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('an agent token', () => {
  it('is read back as it was written, whatever its secret', () => {
    fc.assert(
      fc.property(secretBytes, (secret) => {
        const id = newId(systemRandom);
        const text = formatToken({ id, secret });
        expect(text).toMatch(/^kwa_[a-z2-7]{26}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
        const parts = parseToken(text);
        expect(parts?.id).toBe(id);
        expect(Buffer.from(parts?.secret ?? [])).toEqual(Buffer.from(secret));
      }),
    );
  });

  it('has a fixed form, because tokens are stored by others for a long time', () => {
    const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
    const text = formatToken({ id: 'abcdefghijklmnopqrstuvwxyz', secret });
    expect(text).toBe('kwa_abcdefghijklmnopqrstuvwxyz_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf_0y65NE');
  });

  it('is refused when any one character is another', () => {
    const characters = fc.constantFrom(...DIGITS.split(''), '_', '-', ' ', 'é');
    fc.assert(
      fc.property(secretBytes, fc.nat(), characters, (secret, position, character) => {
        const text = formatToken({ id: newId(systemRandom), secret });
        const index = position % text.length;
        const changed = `${text.slice(0, index)}${character}${text.slice(index + 1)}`;
        fc.pre(changed !== text);
        expect(parseToken(changed)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    { name: 'nothing', text: '' },
    { name: 'a newline after it', change: (text: string) => `${text}\n` },
    { name: 'a space before it', change: (text: string) => ` ${text}` },
    { name: 'another prefix', change: (text: string) => text.replace('kwa_', 'kwb_') },
    { name: 'the checksum left out', change: (text: string) => text.slice(0, -7) },
    { name: 'two characters exchanged', change: (text: string) => swap(text, 40, 41) },
  ])('is refused with $name', ({ text, change }) => {
    const good = formatToken({
      id: 'abcdefghijklmnopqrstuvwxyz',
      secret: Uint8Array.from({ length: 32 }, (_, i) => i),
    });
    expect(parseToken(good)).toBeDefined();
    expect(parseToken(text ?? change(good))).toBeUndefined();
  });

  it('is refused when its secret is beyond 256 bits, even with a good checksum', () => {
    // 43 digits hold more than 32 bytes can: such a text would be a second form of another token.
    const beyond = parseToken(withChecksum(`kwa_abcdefghijklmnopqrstuvwxyz_${'z'.repeat(43)}`));
    expect(beyond).toBeUndefined();
    expect(parseToken(withChecksum(`kwa_abcdefghijklmnopqrstuvwxyz_${'0'.repeat(43)}`))).toBeDefined();
  });
});

function swap(text: string, a: number, b: number): string {
  const characters = text.split('');
  characters[a] = text.charAt(b);
  characters[b] = text.charAt(a);
  return text.charAt(a) === text.charAt(b) ? '' : characters.join('');
}

// CRC-32 by its definition, apart from the code under test.
function withChecksum(body: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let sum = '';
  for (let digit = 0; digit < 6; digit++) {
    sum = DIGITS.charAt(rest % 62) + sum;
    rest = Math.floor(rest / 62);
  }
  return `${body}_${sum}`;
}
