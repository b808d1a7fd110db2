/** True for UTF-8 without the control characters that only bytes of something else hold. `isPart`: cut at the end. */
export function isPlainText(bytes: Uint8Array, isPart: boolean): boolean {
  try {
    // With `stream`, a character cut at the end is no error.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPart });
    // oxlint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}
