import type { SourceText } from './source.ts';

const PART_BYTES = 16 * 1024 * 1024;
/** Longer than any credential that is looked for. */
const OVERLAP = 128 * 1024;

/** Fills `target` from `start`, and answers how many bytes it put there; 0 at the end of the text. */
export type FillBuffer = (target: Buffer, start: number) => number | Promise<number>;

/** A text of any length as overlapping parts of 16 MiB in one buffer, so that its length costs no memory. */
export async function* inParts(file: string, fill: FillBuffer): AsyncGenerator<SourceText> {
  const buffer = Buffer.allocUnsafe(PART_BYTES);
  let [length, offset, linesBefore] = [0, 0, 0];
  for (;;) {
    const added = await fillWhole(buffer, length, fill);
    const isLast = length + added < PART_BYTES;
    length += added;
    const part = {
      offset,
      linesBefore,
      ownFrom: offset === 0 ? 0 : OVERLAP / 2,
      ownUntil: isLast ? length : length - OVERLAP / 2,
    };
    yield { file, bytes: buffer.subarray(0, length), part };
    if (isLast) return;
    const dropped = length - OVERLAP;
    linesBefore += countLines(buffer, dropped);
    offset += dropped;
    buffer.copyWithin(0, dropped, length);
    length = OVERLAP;
  }
}

async function fillWhole(buffer: Buffer, from: number, fill: FillBuffer): Promise<number> {
  let at = from;
  while (at < buffer.length) {
    const added = await fill(buffer, at);
    if (added === 0) break;
    at += added;
  }
  return at - from;
}

/** Line breaks in the first `end` bytes. */
export function countLines(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < end; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}
