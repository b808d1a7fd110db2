import type { Random } from './random.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LENGTH = 26;

/** Shape of every id Keyward makes: 26 lower-case base32 characters, 130 random bits, as 1Password's ids. */
const ID_PATTERN = /^[a-z2-7]{26}$/;

/** Make a new random id. Ids carry no time and no order. */
export function newId(random: Random): string {
  const bytes = random(ID_LENGTH);
  return Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('');
}

export function isId(text: string): boolean {
  return ID_PATTERN.test(text);
}
