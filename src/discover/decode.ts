import type { TextEncoding } from './finding.ts';

interface Decoded {
  readonly bytes: Buffer;
  readonly encoding: TextEncoding;
}

const LOOKED_AT = 8_000;

/** The bytes of a text, UTF-16 as UTF-8; undefined for what is no text. */
export function decodeText(bytes: Buffer): Decoded | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { bytes: Buffer.from(bytes.toString('utf16le', 2)), encoding: 'utf-16le' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const swapped = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2))).swap16();
    return { bytes: Buffer.from(swapped.toString('utf16le')), encoding: 'utf-16be' };
  }
  const nul = bytes.indexOf(0);
  return nul !== -1 && nul < LOOKED_AT ? undefined : { bytes, encoding: 'bytes' };
}

/** A path that says what a text without one seems to be. */
export function pathByContent(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, 4_000);
  if (/^\s*[{[]\s*["}\]{/]/.test(text)) return 'text.json';
  const lines = text.split('\n').filter((line) => /\S/.test(line) && !line.trimStart().startsWith('#'));
  const assigned = lines.filter((line) => /^(?:export )?[A-Z_][A-Z0-9_]*=/.test(line));
  return lines.length > 0 && assigned.length >= lines.length * 0.6 ? '.env' : '';
}
