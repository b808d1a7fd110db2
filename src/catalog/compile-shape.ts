import type { TokenShape } from './service.ts';

/** Not inside a longer word: a token begins where its alphabet begins, and ends where it ends. */
const START = '(?<![A-Za-z0-9_-])';
const END = '(?![A-Za-z0-9_-])';

/** The expression that matches a token of this shape; `flags` as of RegExp: `g` to search, `y` to try one position. */
export function compileShape({ body, boundary }: TokenShape, flags: string): RegExp {
  return new RegExp(boundary === 'word' ? `${START}(?:${body})${END}` : body, flags);
}
