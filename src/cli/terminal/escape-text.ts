// Controls (Cc), invisible and bidirectional formats (Cf), line separators (Zl, Zp), lone surrogates (Cs).
// Any of them lets a title or an agent's name rewrite what a person sees (terminal escapes, "Trojan Source").
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One line that a terminal shows as it is. */
export function escapeText(line: string): string {
  return line.replace(UNSAFE, (character) => `\\u{${codePoint(character).toString(16)}}`);
}

/** JSON with the same characters as `\uXXXX`: still the same JSON, but safe to look at. */
export function escapeJson(text: string): string {
  return text.replace(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u007f-\u009f]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => unicodeEscape(character.charCodeAt(index))).join(''),
  );
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function unicodeEscape(codeUnit: number): string {
  return `\\u${codeUnit.toString(16).padStart(4, '0')}`;
}
