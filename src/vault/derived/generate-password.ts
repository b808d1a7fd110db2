import { KeywardError, SecretValue, type Random } from '../../core/index.ts';

const CLASSES: Readonly<Record<string, string>> = {
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  digits: '0123456789',
  symbols: '!@#$%^&*()-_=+[]{};:,.?/~',
};
const DEFAULT_RECIPE = 'letters,digits,symbols,32';
const MAX_LENGTH = 64;

interface Recipe {
  readonly classes: readonly string[];
  readonly length: number;
}

/**
 * Make up a password by a recipe such as `letters,digits,32`: classes of characters, of each of which it has one at
 * least, and a length from 1 to 64.
 *
 * Throws `CONFIG_INVALID` for a recipe that is none.
 */
export function generatePassword(random: Random, recipe = DEFAULT_RECIPE): SecretValue {
  const { classes, length } = parseRecipe(recipe);
  const alphabet = classes.join('');
  // Drawn anew until every class is in it: that favours no password that fits the recipe over another.
  for (;;) {
    const text = draw(random, alphabet, length);
    if (classes.every((characters) => [...characters].some((each) => text.includes(each))))
      return SecretValue.fromText(text);
  }
}

function draw(random: Random, alphabet: string, length: number): string {
  // Bytes from there on would make the first characters of the alphabet likelier.
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random(length))
      if (byte < fair && text.length < length) text += alphabet.charAt(byte % alphabet.length);
  }
  return text;
}

function parseRecipe(recipe: string): Recipe {
  const words = recipe.split(',').map((word) => word.trim());
  const numbers = words.filter((word) => /^[0-9]{1,2}$/.test(word)).map(Number);
  const names = [...new Set(words.filter((word) => !/^[0-9]+$/.test(word)))];
  const classes = names.flatMap((name) => CLASSES[name] ?? []);
  const [length = 32] = numbers;
  const isSound = classes.length === names.length && classes.length > 0 && numbers.length <= 1;
  if (isSound && names.length + numbers.length === words.length && length >= classes.length && length <= MAX_LENGTH)
    return { classes, length };
  throw new KeywardError(
    'CONFIG_INVALID',
    'a recipe is letters, digits or symbols and a length up to 64, as in letters,digits,32',
  );
}
