/** Follows each run of symbols. */
export const RUN_END = 0xff;

/** Separates the texts that runs decode to. */
export const TEXT_BREAK = 0x0a;

/**
 * Read runs of `bits`-bit symbols as bytes, from each symbol at which the part that matters may start:
 * a run may have anything before it. One text per start.
 */
export function decodeRuns(runs: Uint8Array | undefined, bits: 4 | 5 | 6): Uint8Array[] {
  if (runs === undefined) return [];
  const starts = bits === 4 ? 2 : bits === 5 ? 8 : 4;
  return Array.from({ length: starts }, (_, start) => decodeFrom(runs, bits, start));
}

function decodeFrom(runs: Uint8Array, bits: number, start: number): Uint8Array {
  const text: Text = { output: new Uint8Array(runs.length), length: 0 };
  let at = 0;
  while (at < runs.length) {
    for (let skipped = 0; skipped < start && runs[at] !== RUN_END; skipped += 1) at += 1;
    if (bits === 6) at = decodeQuads(runs, at, text);
    if (bits === 4) at = decodePairs(runs, at, text);
    at = decodeSymbols(runs, { at, bits }, text) + 1;
    text.output[text.length++] = TEXT_BREAK;
  }
  return text.output.subarray(0, text.length);
}

interface Text {
  readonly output: Uint8Array;
  length: number;
}

/** Base64 is long where it occurs: four symbols at a time, as far as the run has them. Answers where it stopped. */
function decodeQuads(runs: Uint8Array, from: number, text: Text): number {
  const { output } = text;
  let length = text.length;
  let at = from;
  for (; at + 4 <= runs.length; at += 4) {
    const first = runs[at] ?? 0;
    const second = runs[at + 1] ?? 0;
    const third = runs[at + 2] ?? 0;
    const fourth = runs[at + 3] ?? 0;
    // A symbol has six bits, RUN_END eight.
    if ((first | second | third | fourth) > 0x3f) break;
    output[length] = (first << 2) | (second >> 4);
    output[length + 1] = (second << 4) | (third >> 2);
    output[length + 2] = (third << 6) | fourth;
    length += 3;
  }
  text.length = length;
  return at;
}

function decodePairs(runs: Uint8Array, from: number, text: Text): number {
  const { output } = text;
  let length = text.length;
  let at = from;
  for (; at + 2 <= runs.length; at += 2) {
    const high = runs[at] ?? 0;
    const low = runs[at + 1] ?? 0;
    if ((high | low) > 0x0f) break;
    output[length++] = (high << 4) | low;
  }
  text.length = length;
  return at;
}

function decodeSymbols(runs: Uint8Array, { at, bits }: { at: number; bits: number }, text: Text): number {
  let held = 0;
  let heldBits = 0;
  let next = at;
  for (; next < runs.length; next += 1) {
    const symbol = runs[next] ?? RUN_END;
    if (symbol === RUN_END) break;
    held = ((held << bits) | symbol) & 0xff_ff;
    heldBits += bits;
    if (heldBits < 8) continue;
    heldBits -= 8;
    text.output[text.length++] = held >> heldBits;
  }
  return next;
}
