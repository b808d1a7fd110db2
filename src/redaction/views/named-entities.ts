/** HTML's names for the ASCII characters, and the invisible ones; the rest of the 2,231 carry no secret. */
const NAMES = {
  Tab: 0x09,
  NewLine: 0x0a,
  nbsp: 0xa0,
  excl: 0x21,
  quot: 0x22,
  QUOT: 0x22,
  num: 0x23,
  dollar: 0x24,
  percnt: 0x25,
  AMP: 0x26,
  apos: 0x27,
  lpar: 0x28,
  rpar: 0x29,
  ast: 0x2a,
  midast: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  hyphen: 0x2d,
  dash: 0x2d,
  period: 0x2e,
  sol: 0x2f,
  colon: 0x3a,
  semi: 0x3b,
  lt: 0x3c,
  LT: 0x3c,
  equals: 0x3d,
  gt: 0x3e,
  GT: 0x3e,
  quest: 0x3f,
  commat: 0x40,
  lsqb: 0x5b,
  lbrack: 0x5b,
  bsol: 0x5c,
  rsqb: 0x5d,
  rbrack: 0x5d,
  Hat: 0x5e,
  lowbar: 0x5f,
  UnderBar: 0x5f,
  grave: 0x60,
  lcub: 0x7b,
  lbrace: 0x7b,
  verbar: 0x7c,
  vert: 0x7c,
  rcub: 0x7d,
  rbrace: 0x7d,
  tilde: 0x7e,
  shy: 0xad,
};

/** A name as one number, letter by letter: entities are frequent, and a number costs no text. */
export const NO_NAME = 1;
export const LONGEST_NAME = 8;

export function withLetter(name: number, letter: number): number {
  return name * 64 + (letter & 0x3f);
}

/** From the number of a name to its code point. */
export const NAMED_ENTITIES: ReadonlyMap<number, number> = new Map(
  Object.entries(NAMES).map(([name, code]) => [Buffer.from(name, 'latin1').reduce(withLetter, NO_NAME), code]),
);
