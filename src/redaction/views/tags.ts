const OPEN = 0x3c;
const CLOSE = 0x3e;
const SLASH = 0x2f;

/** A tag that is longer holds text of its own: it is no `<wbr>` and no `</span>`. */
const LONGEST_TAG = 256;

/** Markup without its tags: `abc<wbr>def` is one word on the page. Undefined when there are none. */
export function withoutTags(text: Uint8Array): Uint8Array | undefined {
  let output: Uint8Array | undefined;
  let length = 0;
  let done = 0;
  for (let open = text.indexOf(OPEN); open >= 0;) {
    const close = isName(text[open + 1]) ? text.indexOf(CLOSE, open) : -1;
    if (close < 0 || close - open > LONGEST_TAG) {
      open = text.indexOf(OPEN, open + 1);
      continue;
    }
    output ??= new Uint8Array(text.length);
    output.set(text.subarray(done, open), length);
    length += open - done;
    done = close + 1;
    open = text.indexOf(OPEN, done);
  }
  if (output === undefined) return undefined;
  output.set(text.subarray(done), length);
  return output.subarray(0, length + text.length - done);
}

function isName(byte: number | undefined): boolean {
  const letter = (byte ?? 0) | 0x20;
  return byte === SLASH || (letter >= 0x61 && letter <= 0x7a);
}
