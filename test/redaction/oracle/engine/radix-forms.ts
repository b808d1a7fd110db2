const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function base64Forms(bytes: Uint8Array): string[] {
  return radixForms(bytes, 6, BASE64);
}

export function base32Forms(bytes: Uint8Array): string[] {
  return radixForms(bytes, 5, BASE32);
}

/**
 * Bytes in a radix of `bits` bits at each offset at which they may stand in what was encoded, without the
 * characters that their neighbours have a part in.
 */
function radixForms(bytes: Uint8Array, bits: 5 | 6, alphabet: string): string[] {
  const offsets = bits === 6 ? [0, 1, 2] : [0, 1, 2, 3, 4];
  return offsets.map((offset) => {
    const first = Math.ceil((offset * 8) / bits);
    const end = Math.floor(((offset + bytes.length) * 8) / bits);
    let form = '';
    for (let at = first; at < end; at += 1) {
      const bit = at * bits - offset * 8;
      const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
      form += alphabet.charAt((pair >> (16 - bits - (bit & 7))) & (2 ** bits - 1));
    }
    return form;
  });
}
