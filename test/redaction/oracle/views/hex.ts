import { RUN_END } from './symbol-runs.ts';

/**
 * Runs of at least `minRun` hexadecimal digits in folded text (lower case, separators gone, so `74:6F` is a
 * run too), as 4-bit values, each followed by `RUN_END`. Undefined when there is none.
 */
export function findHexRuns(folded: Uint8Array, minRun: number): Uint8Array | undefined {
  let runs: Uint8Array | undefined;
  let length = 0;
  // A run of that length covers a multiple of it: look there only, and from a digit both ways.
  for (let probe = minRun - 1; probe < folded.length; probe += minRun) {
    if (digitOf(folded[probe]) === RUN_END) continue;
    let from = probe;
    while (from > 0 && digitOf(folded[from - 1]) !== RUN_END) from -= 1;
    let to = probe + 1;
    while (to < folded.length && digitOf(folded[to]) !== RUN_END) to += 1;
    if (to - from < minRun) continue;
    runs ??= new Uint8Array(folded.length + Math.ceil(folded.length / minRun));
    for (let at = from; at < to; at += 1) runs[length++] = digitOf(folded[at]);
    runs[length++] = RUN_END;
    probe += Math.floor((to - 1 - probe) / minRun) * minRun;
  }
  return runs?.subarray(0, length);
}

const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : RUN_END;
});

function digitOf(byte: number | undefined): number {
  return DIGITS[byte ?? 0] ?? RUN_END;
}
