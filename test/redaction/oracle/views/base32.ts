import { RUN_END } from './symbol-runs.ts';

/** For a base64 value: 1 and 2 when it is a letter of one case, 3 when it is a base32 digit, else 0. */
const KINDS = Uint8Array.from({ length: 256 }, (_, value) => {
  if (value < 26) return 1;
  if (value < 52) return 2;
  return value >= 54 && value < 60 ? 3 : 0;
});

/**
 * The base32 runs (RFC 4648, letters of one case) inside runs of base64 values, as 5-bit values, each
 * followed by `RUN_END`. Undefined when there is none.
 */
export function findBase32Runs(base64Runs: Uint8Array, minRun: number): Uint8Array | undefined {
  let runs: Uint8Array | undefined;
  let length = 0;
  // A run of that length covers a multiple of it: look there only, and from a symbol both ways.
  for (let probe = minRun - 1; probe < base64Runs.length; probe += minRun) {
    let kinds = 3;
    let from = probe + 1;
    while (from > 0 && (kinds & kindOf(base64Runs[from - 1])) !== 0) kinds &= kindOf(base64Runs[--from]);
    let to = probe + 1;
    while (to < base64Runs.length && (kinds & kindOf(base64Runs[to])) !== 0) kinds &= kindOf(base64Runs[to++]);
    if (to - from < minRun) continue;
    runs ??= new Uint8Array(base64Runs.length * 2);
    for (let at = from; at < to; at += 1) runs[length++] = symbolOf(base64Runs[at] ?? 0);
    runs[length++] = RUN_END;
    probe += Math.floor((to - 1 - probe) / minRun) * minRun;
  }
  return runs?.subarray(0, length);
}

function kindOf(value: number | undefined): number {
  return KINDS[value ?? RUN_END] ?? 0;
}

/** `a` and `A` are 0, `2` is 26: from their base64 values. */
function symbolOf(value: number): number {
  if (value < 26) return value;
  return value < 52 ? value - 26 : value - 28;
}
