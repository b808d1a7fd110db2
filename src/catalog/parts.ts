/** A piece of a token: what it may be, and how to make one up. */
export interface Part {
  readonly pattern: string;
  readonly min: number;
  readonly max: number;
  readonly fake: (next: (below: number) => number) => string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

type Alphabet = (min: number, max?: number) => Part;

/** `0-9a-f` */
export const hex = alphabet('[0-9a-f]', `${DIGITS}abcdef`);
/** `0-9A-F` */
export const upperHex = alphabet('[0-9A-F]', `${DIGITS}ABCDEF`);
export const digits = alphabet('[0-9]', DIGITS);
export const letters = alphabet('[A-Za-z]', UPPER + LOWER);
/** Letters and digits. */
export const base62 = alphabet('[A-Za-z0-9]', UPPER + LOWER + DIGITS);
/** Lower-case letters and digits. */
export const lower36 = alphabet('[a-z0-9]', LOWER + DIGITS);
/** Upper-case letters and digits. */
export const upper36 = alphabet('[A-Z0-9]', UPPER + DIGITS);
/** RFC 4648 section 6. */
export const base32 = alphabet('[A-Z2-7]', `${UPPER}234567`);
export const lowerBase32 = alphabet('[a-z2-7]', `${LOWER}234567`);
/** RFC 4648 section 5, without padding. */
export const base64url = alphabet('[A-Za-z0-9_-]', UPPER + LOWER + DIGITS);
/** RFC 4648 section 4, without padding. */
export const base64 = alphabet('[A-Za-z0-9+/]', UPPER + LOWER + DIGITS);
/** Letters, digits and underscores. */
export const word = alphabet('[A-Za-z0-9_]', UPPER + LOWER + DIGITS);
/** Letters, digits, underscores, hyphens and dots. */
export const dotted = alphabet('[A-Za-z0-9_.-]', UPPER + LOWER + DIGITS);

/** Characters of a class of its own, such as `[A-Za-z0-9%]`. */
export function characters(pattern: string, min: number, max?: number): Part {
  const listed = [...`${UPPER}${LOWER}${DIGITS}`].filter((letter) => new RegExp(pattern).test(letter));
  return alphabet(pattern, listed.join(''))(min, max);
}

export function text(literal: string): Part {
  return { pattern: quote(literal), min: literal.length, max: literal.length, fake: () => literal };
}

/** A letter of `choices`, or one of several words. */
export function oneOf(...choices: readonly string[]): Part {
  const lengths = choices.map(({ length }) => length);
  return {
    pattern: `(?:${choices.map(quote).join('|')})`,
    min: Math.min(...lengths),
    max: Math.max(...lengths),
    fake: () => choices[0] ?? '',
  };
}

/** Lower-case hex in groups of 8, 4, 4, 4 and 12. */
export function uuid(): Part {
  return join(hex(8), text('-'), hex(4), text('-'), hex(4), text('-'), hex(4), text('-'), hex(12));
}

/** What follows `eyJ` in a JSON web token of three parts, the last one at least a signature. */
export function jwt(): Part {
  return join(base64url(10, 4096), text('.eyJ'), base64url(10, 8192), text('.'), base64url(20, 2048));
}

/** May be missing. A made-up token has it not. */
export function optional(...parts: readonly Part[]): Part {
  const { pattern, max } = join(...parts);
  return { pattern: `(?:${pattern})?`, min: 0, max, fake: () => '' };
}

export function repeated(part: Part, min: number, max: number): Part {
  return {
    pattern: `(?:${part.pattern}){${min},${max}}`,
    min: part.min * min,
    max: part.max * max,
    fake: (next) => Array.from({ length: min }, () => part.fake(next)).join(''),
  };
}

export function join(...parts: readonly Part[]): Part {
  return {
    pattern: parts.map(({ pattern }) => pattern).join(''),
    min: sum(parts.map(({ min }) => min)),
    max: sum(parts.map(({ max }) => max)),
    fake: (next) => parts.map((part) => part.fake(next)).join(''),
  };
}

function alphabet(pattern: string, characters: string): Alphabet {
  return (min, max = min) => ({
    pattern: `${pattern}{${min === max ? min : `${min},${max}`}}`,
    min,
    max,
    fake: (next) => Array.from({ length: min }, () => characters.charAt(next(characters.length))).join(''),
  });
}

function quote(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
