import { revealBytes } from '../core/hazmat.ts';
import type { SecretValue } from '../core/index.ts';

/** A word, whatever its letters: the share of one in a list of some thousands. */
const WORD_BITS = 13;
/** Longer runs of letters in one case are no words. */
const LONGEST_WORD = 16;
/** Of fewer different characters a text repeats itself. */
const FEW = 5;

const PARTS = /[A-Z]?[a-z]{5,}|[A-Z]{5,}|\d+|[A-Za-z0-9]|[^A-Za-z0-9]/gu;

/**
 * About how many bits a guess of this secret would need, as one guesses it who knows what kind it is: words by lists,
 * all else by the characters it consists of. High for a random key, low for digits, passwords and phrases of few words.
 */
export function estimateBits(secret: SecretValue): number {
  const text = Buffer.from(revealBytes(secret)).toString('latin1');
  const different = new Set(text).size;
  if (different < FEW) return text.length * Math.log2(Math.max(2, different)) * 0.5;
  const bits = Math.log2(alphabetOf(text));
  if (isDrawn(text)) return text.length * bits;
  return (text.match(PARTS) ?? []).reduce((sum, part) => sum + bitsOf(part, bits), 0);
}

// Letters and digits in turn are no words, whatever stands between the digits.
function isDrawn(text: string): boolean {
  return (text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length >= 3;
}

function bitsOf(part: string, bits: number): number {
  const isWord = part.length >= 5 && part.length <= LONGEST_WORD && isSpoken(part);
  if (isWord) return Math.min(WORD_BITS, part.length * bits);
  return part.length * (/^\d{4,}$/.test(part) ? Math.log2(10) : bits);
}

/** A word has a vowel in four letters; letters drawn at random have fewer. */
function isSpoken(part: string): boolean {
  return !/\d|[^aeiouy]{5}/i.test(part) && part.replaceAll(/[^aeiouy]/gi, '').length * 4 >= part.length;
}

function alphabetOf(text: string): number {
  const isHex = /^[0-9a-f-]+$/i.test(text);
  const letters = isHex ? 6 : (/[a-z]/.test(text) ? 26 : 0) + (/[A-Z]/.test(text) ? 26 : 0);
  const marks = new Set(text.replaceAll(/[A-Za-z0-9]/g, '')).size;
  return Math.max(2, (/[A-Za-z]/.test(text) ? letters : 0) + (/\d/.test(text) ? 10 : 0) + marks);
}
