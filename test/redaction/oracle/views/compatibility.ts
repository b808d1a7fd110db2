import { isAscii } from 'node:buffer';

import { TEXT_BREAK } from './symbol-runs.ts';

/** UTF-8 openings of full-width, mathematical and enclosed letters and digits, as two bytes in one number. */
const LOOK_ALIKES = [0xef_bc, 0xef_bd, 0xf0_9d, 0xe2_92, 0xe2_93];
const LEADS = Uint8Array.from({ length: 256 }, (_, byte) => (LOOK_ALIKES.some((pair) => pair >> 8 === byte) ? 1 : 0));

/** What stands further from such a letter is read as it is; more of a secret than that is a fragment by itself. */
const RADIUS = 64;

/**
 * The stretches of text around full-width and styled letters, with those as plain ones (Unicode NFKC); undefined
 * when it has none.
 */
export function normaliseLetters(input: Uint8Array): Uint8Array | undefined {
  if (isAscii(input)) return undefined;
  const stretches = stretchesOf(input).map(({ from, to }) => Buffer.from(input.subarray(from, to)).toString('utf8'));
  if (stretches.length === 0) return undefined;
  return Buffer.from(stretches.join(String.fromCharCode(TEXT_BREAK)).normalize('NFKC'), 'utf8');
}

interface Stretch {
  readonly from: number;
  to: number;
}

function stretchesOf(input: Uint8Array): Stretch[] {
  const stretches: Stretch[] = [];
  let last: Stretch | undefined;
  for (let at = 0; at + 1 < input.length; at += 1) {
    const lead = input[at] ?? 0;
    if ((LEADS[lead] ?? 0) === 0 || !LOOK_ALIKES.includes((lead << 8) | (input[at + 1] ?? 0))) continue;
    if (last === undefined || at - RADIUS > last.to) {
      last = { from: Math.max(0, at - RADIUS), to: at };
      stretches.push(last);
    }
    last.to = Math.min(input.length, at + RADIUS);
  }
  return stretches;
}
