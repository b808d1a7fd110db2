const OPEN = 0x3c;
const CLOSE = 0x3e;
const SLASH = 0x2f;

/** A tag that is longer holds text of its own: it is no `<wbr>` and no `</span>`. */
const LONGEST_TAG = 256;

/** Markup without its tags: `abc<wbr>def` is one word on the page. Undefined when there are none. */
export function withoutTags(text: Uint8Array): Uint8Array | undefined {
  if (!text.includes(OPEN)) return undefined;
  const output = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? 0;
    const end = byte === OPEN ? tagEnd(text, at) : at;
    if (end === at) output[length++] = byte;
    else at = end;
  }
  return length === text.length ? undefined : output.subarray(0, length);
}

/** Where the tag that opens at `at` closes; `at` when it is none. */
function tagEnd(text: Uint8Array, at: number): number {
  if (!isName(text[at + 1])) return at;
  const last = Math.min(text.length, at + LONGEST_TAG);
  let end = at + 2;
  // Another one that opens before this one closes: this one was text, and what stands in it can be seen.
  while (end < last && text[end] !== CLOSE && text[end] !== OPEN) end += 1;
  return text[end] === CLOSE && end < last ? end : at;
}

function isName(byte: number | undefined): boolean {
  const letter = (byte ?? 0) | 0x20;
  // `!` opens a comment.
  return byte === SLASH || byte === 0x21 || (letter >= 0x61 && letter <= 0x7a);
}
