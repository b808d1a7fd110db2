const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);

/** A whole number in base 62, most significant digit first, padded to `length` digits. */
export function encodeBase62(value: bigint, length: number): string {
  let rest = value;
  const digits = Array.from({ length }, () => {
    const digit = DIGITS.charAt(Number(rest % BASE));
    rest /= BASE;
    return digit;
  });
  return digits.reverse().join('');
}

/** `undefined` when a character is no base 62 digit. */
export function decodeBase62(text: string): bigint | undefined {
  let value = 0n;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) return undefined;
    value = value * BASE + BigInt(digit);
  }
  return value;
}
