const CONSTANT = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

// Quarter rounds of Salsa20 as [target, left, right] with their rotations: columns, then rows.
const QUARTERS = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

/**
 * HSalsa20 with an all-zero input, the key derivation inside `crypto_box`. The standard build of
 * libsodium.js leaves it out, and the known-answer test needs it apart from the key exchange.
 */
export function hsalsa20(key: Uint8Array): Uint8Array {
  const words = new DataView(key.buffer, key.byteOffset, 32);
  const k = Array.from({ length: 8 }, (_, index) => words.getUint32(index * 4, true));
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = CONSTANT;
  const x = Uint32Array.from([c0, ...k.slice(0, 4), c1, 0, 0, 0, 0, c2, ...k.slice(4), c3]);
  for (let round = 0; round < 10; round++) for (const quarter of QUARTERS) quarterRound(x, quarter);
  const out = new DataView(new ArrayBuffer(32));
  [0, 5, 10, 15, 6, 7, 8, 9].forEach((from, index) => out.setUint32(index * 4, x[from] ?? 0, true));
  return new Uint8Array(out.buffer);
}

function quarterRound(x: Uint32Array, [a, b, c, d]: (typeof QUARTERS)[number]): void {
  const mix = (target: number, left: number, right: number, bits: number): void => {
    const sum = ((x[left] ?? 0) + (x[right] ?? 0)) >>> 0;
    x[target] = (x[target] ?? 0) ^ ((sum << bits) | (sum >>> (32 - bits)));
  };
  mix(b, a, d, 7);
  mix(c, b, a, 9);
  mix(d, c, b, 13);
  mix(a, d, c, 18);
}
