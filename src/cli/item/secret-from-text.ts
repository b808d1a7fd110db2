import { KeywardError, SecretValue } from '../../core/index.ts';

/** Wrap what came in. Throws `ITEM_INVALID` for nothing at all: that is a forgotten pipe, not a secret. */
export function secretFromText(text: string): SecretValue {
  if (text === '') {
    throw new KeywardError('ITEM_INVALID', 'no secret was given', {
      hint: 'pipe it in (`printf %s "$KEY" | keyward …`), or run the command at a terminal and type it',
    });
  }
  return SecretValue.fromText(text);
}

/** Without one line break at the end: `echo "$KEY" | …` and most editors add it, and it is not part of the secret. */
export function stripLineBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}
