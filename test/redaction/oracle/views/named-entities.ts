/** HTML's names for the ASCII characters, those of Latin-1, and the invisible ones; the rest of the 2,231 carry no secret. */
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
  ensp: 0x2002,
  emsp: 0x2003,
  thinsp: 0x2009,
  hairsp: 0x200a,
  ZeroWidthSpace: 0x200b,
  zwnj: 0x200c,
  zwj: 0x200d,
  lrm: 0x200e,
  rlm: 0x200f,
  NoBreak: 0x2060,
};

/** The names of U+00C0 to U+00FF, in order: older programs write every accented letter so. */
const LATIN_1 =
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ' +
  'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml ' +
  'eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** Those that browsers read without the semicolon too. */
const OPEN_NAMES = ['lt', 'gt', 'amp', 'quot', 'LT', 'GT', 'AMP', 'QUOT', 'nbsp', 'shy'];

/** A name as one number, letter by letter: entities are frequent, and a number costs no text. No two names share one. */
export const NO_NAME = 1;
export const LONGEST_NAME = 14;

export function withLetter(name: number, letter: number): number {
  return Math.imul(name, 0x9e_37_79_b1) + letter;
}

function nameOf(text: string): number {
  return Buffer.from(text, 'latin1').reduce(withLetter, NO_NAME);
}

/** From the number of a name to its code point. */
export const NAMED_ENTITIES: ReadonlyMap<number, number> = new Map([
  ...Object.entries(NAMES).map(([name, code]) => [nameOf(name), code] as const),
  ...LATIN_1.split(' ').map((name, index) => [nameOf(name), 0xc0 + index] as const),
]);

export const OPEN_ENTITIES: ReadonlySet<number> = new Set(OPEN_NAMES.map(nameOf));
