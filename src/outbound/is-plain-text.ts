/** True for UTF-8 without the control characters that only bytes of something else hold. `isPart`: cut at the end. */
export function isPlainText(bytes: Uint8Array, isPart: boolean): boolean {
  try {
    // With `stream`, a character cut at the end is no error.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPart });
    return !CONTROL.test(text);
  } catch {
    return false;
  }
}

// Tab, line feed, form feed and carriage return stand in texts.
const CONTROL = /(?![\t\n\v\f\r\u0080-\u009f])\p{Cc}/u;
