/** What a text holds that a view could be made of: without it the view need not be tried. */
export const ESCAPE = 1;
export const EQUALS = 2;
export const QUOTE = 4;
export const TAG = 8;
export const BEYOND_ASCII = 16;
export const DIGIT = 32;
export const COMPRESSED = 64;

const FLAG_OF: Readonly<Record<string, number>> = {
  '\\': ESCAPE,
  '%': ESCAPE,
  '&': ESCAPE,
  '=': EQUALS,
  '"': QUOTE,
  '<': TAG,
};

const FLAGS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return BEYOND_ASCII;
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  // The second byte of a gzip member is beyond ASCII; zlib streams open with `x`.
  if (byte === 0x1f || byte === 0x78) return COMPRESSED;
  return FLAG_OF[String.fromCharCode(byte)] ?? 0;
});

/** One pass over the text. */
export function survey(text: Uint8Array): number {
  let flags = 0;
  for (let at = 0; at < text.length; at += 1) flags |= FLAGS[text[at] ?? 0] ?? 0;
  return flags;
}
