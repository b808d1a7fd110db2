// C0 and C1 controls (line breaks, ANSI escapes), line and paragraph separators, and everything that changes how the text
// around it is shown without being seen: bidirectional marks and overrides, zero-width characters, tags (Trojan Source).
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Foreign text as it may stand in a line that people and programs read: what cannot be seen is written out as `\u{...}`. */
export function printable(text: string): string {
  return text.toWellFormed().replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
