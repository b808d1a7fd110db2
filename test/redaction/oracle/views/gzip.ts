import { constants, inflateRawSync } from 'node:zlib';

import { TEXT_BREAK } from './symbol-runs.ts';

/** RFC 1952 section 2.3: magic and the only compression method there is. */
const GZIP = Uint8Array.of(0x1f, 0x8b, 0x08);
/** RFC 1952 section 2.3.1: flags of the header, the upper three bits being zero. */
const FLAGS_END = 0x20;
const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

/** RFC 1950 section 2.2: a window of 32 KiB, and the check bits of the four levels. */
const ZLIB = 0x78;
const ZLIB_LEVELS = [0x01, 0x5e, 0x9c, 0xda];
const OPENING = Uint8Array.of(TEXT_BREAK, ZLIB);

/** One text with more members than this, or as many openings of streams that are none, is over the bound. */
const MOST_MEMBERS = 8;
const MOST_OPENINGS = 512;

/** Enough to tell a member from bytes that look like the opening of one. */
const TELLING_BYTES = 65_536;

export type Inflated =
  | { readonly kind: 'inflated'; readonly texts: readonly Uint8Array[] }
  | { readonly kind: 'over-bound' };

/**
 * What is inside the gzip members of decoded bytes, and inside the zlib streams that its texts open with; cut ones
 * too. Over the bound when that is more than `maxBytes`.
 */
export function inflateMembers(bytes: Uint8Array, maxBytes: number): Inflated {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const members = gzipData(view);
  const streams = zlibData(view);
  if (members.length > MOST_MEMBERS || streams.length > MOST_OPENINGS) return { kind: 'over-bound' };
  const texts: Uint8Array[] = [];
  let left = maxBytes;
  for (const start of [...members, ...streams]) {
    const text = inflate(view.subarray(start), left);
    if (text === 'over-bound' || texts.length > MOST_MEMBERS) return { kind: 'over-bound' };
    if (text === undefined || text.length === 0) continue;
    left -= text.length;
    texts.push(text);
  }
  return { kind: 'inflated', texts };
}

/** True when there is a gzip member in the bytes. Zlib streams have too little of a magic to be sure of. */
export function holdsMember(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return gzipData(view).some((start) => inflate(view.subarray(start), TELLING_BYTES) !== undefined);
}

/** Where the compressed data of each member starts; no more of them than are over the bound. */
function gzipData(view: Buffer): number[] {
  const starts: number[] = [];
  for (let at = view.indexOf(GZIP); at >= 0 && starts.length <= MOST_MEMBERS; at = view.indexOf(GZIP, at + 1)) {
    if ((view[at + 3] ?? FLAGS_END) < FLAGS_END) starts.push(headerEnd(view, at));
  }
  return starts;
}

function headerEnd(view: Buffer, start: number): number {
  const flags = view[start + 3] ?? 0;
  let end = start + 10;
  if ((flags & EXTRA) !== 0) end += 2 + (view[end] ?? 0) + ((view[end + 1] ?? 0) << 8);
  for (const text of [NAME, COMMENT]) if ((flags & text) !== 0) end = Math.max(end, view.indexOf(0, end) + 1);
  return (flags & HEADER_CRC) === 0 ? end : end + 2;
}

function zlibData(view: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 0; at >= 0 && starts.length <= MOST_OPENINGS; at = view.indexOf(OPENING, at + 1)) {
    const start = view[at] === TEXT_BREAK ? at + 1 : at;
    if (view[start] === ZLIB && ZLIB_LEVELS.includes(view[start + 1] ?? 0)) starts.push(start + 2);
  }
  return starts;
}

/** Raw, for the checksum behind the data may be cut off, or glued to what stands behind it. */
function inflate(data: Uint8Array, maxBytes: number): Uint8Array | 'over-bound' | undefined {
  if (maxBytes <= 0) return 'over-bound';
  try {
    return inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maxBytes });
  } catch (error) {
    // Anything but the cap means that these bytes only looked like a member.
    return error instanceof RangeError ? 'over-bound' : undefined;
  }
}
