/** What opens the UTF-8 sequences of characters that are invisible or blank, or dots put between pieces. */
export const INVISIBLE_LEADS = [0xc2, 0xcc, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf3];

/** Length of the invisible or blank character at `at` in UTF-8, 0 when it is a visible one. */
export function invisibleLength(input: Uint8Array, at: number): number {
  const second = input[at + 1] ?? 0;
  const third = input[at + 2] ?? 0;
  switch (input[at] ?? 0) {
    // U+00A0 no-break space, U+00AD soft hyphen, U+00B7 middle dot
    case 0xc2:
      return second === 0xa0 || second === 0xad || second === 0xb7 ? 2 : 0;
    // U+0300..U+036F combining marks, grapheme joiner among them
    case 0xcc:
      return second >= 0x80 && second <= 0xbf ? 2 : 0;
    case 0xcd:
      return second >= 0x80 && second <= 0xaf ? 2 : 0;
    // U+061C Arabic letter mark
    case 0xd8:
      return second === 0x9c ? 2 : 0;
    case 0xe1:
      return isBlankE1(second, third) ? 3 : 0;
    case 0xe2:
      return isBlankE2(second, third) ? 3 : 0;
    // U+3000 ideographic space, U+3164 Hangul filler
    case 0xe3:
      return (second === 0x80 && third === 0x80) || (second === 0x85 && third === 0xa4) ? 3 : 0;
    case 0xef:
      return isBlankEf(second, third) ? 3 : 0;
    // U+E0000..U+E0FFF tags and more variation selectors
    default:
      return second === 0xa0 ? 4 : 0;
  }
}

// U+115F and U+1160 Hangul fillers, U+1680 Ogham space, U+180B..U+180F Mongolian selectors
function isBlankE1(second: number, third: number): boolean {
  if (second === 0x85) return third === 0x9f || third === 0xa0;
  return (second === 0x9a && third === 0x80) || (second === 0xa0 && third >= 0x8b && third <= 0x8f);
}

// U+2000..U+2015 spaces, joiners and dashes, U+2022 bullet, U+2028..U+202F, U+205F..U+206F, U+2800 blank Braille
function isBlankE2(second: number, third: number): boolean {
  if (second === 0x80) return third <= 0x95 || third === 0xa2 || (third >= 0xa8 && third <= 0xaf);
  return (second === 0x81 && third >= 0x9f && third <= 0xaf) || (second === 0xa0 && third === 0x80);
}

// U+FE00..U+FE0F variation selectors, U+FEFF byte order mark, U+FFA0 Hangul filler, U+FFF9..U+FFFD annotation, replacement
function isBlankEf(second: number, third: number): boolean {
  if (second === 0xb8) return third >= 0x80 && third <= 0x8f;
  if (second === 0xbb) return third === 0xbf;
  return (second === 0xbe && third === 0xa0) || (second === 0xbf && third >= 0xb9 && third <= 0xbd);
}
