import { constants, gunzipSync } from 'node:zlib';

/** RFC 1952 section 2.3: magic and the only compression method there is. */
const MAGIC = Uint8Array.of(0x1f, 0x8b, 0x08);

/** One text with more members than this is over the bound. */
const MOST_MEMBERS = 8;

export type Inflated =
  | { readonly kind: 'inflated'; readonly texts: readonly Uint8Array[] }
  | { readonly kind: 'over-bound' };

/** What is inside the gzip members of decoded bytes, cut members too; over the bound when that is more than `maxBytes`. */
export function inflateMembers(bytes: Uint8Array, maxBytes: number): Inflated {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: Uint8Array[] = [];
  let left = maxBytes;
  let members = 0;
  for (let at = view.indexOf(MAGIC); at >= 0; at = view.indexOf(MAGIC, at + 1)) {
    // RFC 1952 section 2.3.1: the upper three flag bits are zero, else this is no member.
    if ((view[at + 3] ?? 0xff) > 0x1f) continue;
    members += 1;
    const text = members > MOST_MEMBERS ? 'over-bound' : inflate(view.subarray(at), left);
    if (text === 'over-bound') return { kind: 'over-bound' };
    if (text === undefined) continue;
    left -= text.length;
    texts.push(text);
  }
  return { kind: 'inflated', texts };
}

function inflate(member: Uint8Array, maxBytes: number): Uint8Array | 'over-bound' | undefined {
  if (maxBytes <= 0) return 'over-bound';
  try {
    return gunzipSync(member, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maxBytes });
  } catch (error) {
    // Anything but the cap means that these bytes only looked like a member.
    return error instanceof RangeError ? 'over-bound' : undefined;
  }
}
