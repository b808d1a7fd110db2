// What turns text around, hides it or draws nothing. Default_Ignorable covers zero-width, variation selectors, tags and fillers;
// U+2800 is a blank that is no space. Private and unassigned characters look like whatever the reader's font says.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const UNSEEN_ALL = new RegExp(UNSEEN.source, 'gu');
const SPACES = /[\p{Zs}\t\n\r]+/gu;
// A pile of marks covers the lines above and below it.
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** Untrusted text on one line, without what could change how it or what is around it reads. */
export interface PlainText {
  readonly text: string;
  /** How many characters were taken out. */
  readonly removed: number;
  /** How many more characters there were. */
  readonly cut: number;
}

/** For words that are only shown: the agent's reason, a name it gave. */
export function plainText(words: string, maxChars: number): PlainText {
  const spaced = words.replace(SPACES, ' ');
  const kept = spaced.replace(UNSEEN_ALL, '').replace(PILED_MARKS, '$1').replace(/ +/g, ' ').trim();
  const characters = Array.from(kept);
  return {
    text: characters.slice(0, maxChars).join(''),
    removed: Array.from(spaced).length - Array.from(spaced.replace(UNSEEN_ALL, '')).length,
    cut: Math.max(0, characters.length - maxChars),
  };
}

/** For what will really be sent: nothing is taken out, and what cannot be seen stands there as `\u{202e}`. */
export function visibleText(text: string, kept: '' | '\n' = ''): string {
  const marked = Array.from(text, (character) => {
    if (character === kept) return character;
    return UNSEEN.test(character) || isOddSpace(character) ? escaped(character) : character;
  });
  return marked.join('').replace(PILED_MARKS, (marks) => Array.from(marks, escaped).join(''));
}

function isOddSpace(character: string): boolean {
  return character !== ' ' && /\p{Zs}/u.test(character);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
