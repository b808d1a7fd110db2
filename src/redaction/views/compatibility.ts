import { isAscii } from 'node:buffer';

/** UTF-8 openings of full-width, mathematical and enclosed letters and digits. */
const LOOK_ALIKES = [
  [0xef, 0xbc],
  [0xef, 0xbd],
  [0xf0, 0x9d],
  [0xe2, 0x92],
  [0xe2, 0x93],
].map((pair) => Buffer.from(pair));

/** The text with full-width and styled letters as plain ones (Unicode NFKC); undefined when it has none. */
export function normaliseLetters(input: Uint8Array): Uint8Array | undefined {
  if (isAscii(input)) return undefined;
  const view = Buffer.from(input.buffer, input.byteOffset, input.length);
  if (!LOOK_ALIKES.some((opening) => view.includes(opening))) return undefined;
  return Buffer.from(view.toString('utf8').normalize('NFKC'), 'utf8');
}
