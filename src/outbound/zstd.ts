import * as zlib from 'node:zlib';
import { KeywardError } from '../core/index.ts';

const UNSUPPORTED = 'this Node.js cannot read zstd: 22.15 and later, 23.8 and later can';

/** Undo zstd (RFC 8878). Throws `OUTBOUND_CODING_UNSUPPORTED` where node:zlib has none. */
export async function decodeZstd(
  body: Uint8Array,
  { maxOutputLength, isPart }: { readonly maxOutputLength: number; readonly isPart: boolean },
): Promise<Uint8Array> {
  const decompress = 'zstdDecompress' in zlib ? zlib.zstdDecompress : undefined;
  if (typeof decompress !== 'function') throw new KeywardError('OUTBOUND_CODING_UNSUPPORTED', UNSUPPORTED);
  // ZSTD_e_flush and ZSTD_e_end.
  const options = { maxOutputLength, finishFlush: isPart ? 1 : 2 };
  return new Promise((resolve, reject) => {
    const done = (error: unknown, decoded: unknown): void => {
      if (decoded instanceof Uint8Array) resolve(decoded);
      else reject(error);
    };
    Reflect.apply(decompress, zlib, [body, options, done]);
  });
}
