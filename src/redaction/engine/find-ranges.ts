import type { Budget } from './budget.ts';
import { createFormFinder, type FormFinder } from './form-finder.ts';
import { knownForms } from './known-forms.ts';
import type { PlainSecret } from './plain-secret.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a form in an encoding's alphabet may be surrounded by: the run it is in goes with it. */
const RUN = tableOf(/[A-Za-z0-9+/_=\\-]/);

/** Finds what can be cut out of a text: whole secrets. A piece is never cut, for the cut would tell where it stood. */
export function cuttableOf(secrets: readonly PlainSecret[]): FormFinder {
  const forms = secrets.map(knownForms);
  return createFormFinder([
    ...forms.flatMap(({ literal, turned }) => [...literal, ...turned].map((text) => ({ text, isEncoded: false }))),
    ...forms.flatMap(({ encoded }) => encoded.map((text) => ({ text, isEncoded: true }))),
  ]);
}

/**
 * The ranges of a text that show one of the secrets in a form that can be cut out, merged and ascending. Undefined
 * when the budget was spent before the end.
 */
export function findRanges(text: string, cuttable: FormFinder, budget: Budget): Range[] | undefined {
  const ranges: Range[] = [];
  const isDone = cuttable.find(text, budget, (at, form) => {
    const to = at + form.text.length;
    if (to <= (ranges.at(-1)?.to ?? 0)) return;
    add(ranges, form.isEncoded ? widen(text, { from: at, to }) : { from: at, to });
  });
  return isDone ? ranges : undefined;
}

/** Over the run it stands in, and over the lines such a run is broken into. */
function widen(text: string, { from, to }: Range): Range {
  let [start, end] = [runFrom(text, from), runTo(text, to)];
  for (let next = before(text, start); next < start; next = before(text, start)) start = next;
  for (let next = after(text, end); next > end; next = after(text, end)) end = next;
  return { from: start, to: end };
}

/** Shorter lines than this are not what base64 is broken into. */
const LEAST_LINE = 40;

function before(text: string, start: number): number {
  const lineEnd = text.endsWith('\r\n', start) ? start - 2 : text.charAt(start - 1) === '\n' ? start - 1 : start;
  const from = runFrom(text, lineEnd);
  return lineEnd - from >= LEAST_LINE ? from : start;
}

function after(text: string, end: number): number {
  const from = text.startsWith('\r\n', end) ? end + 2 : text.charAt(end) === '\n' ? end + 1 : end;
  return end - runFrom(text, end) >= LEAST_LINE && from > end ? Math.max(end, runTo(text, from)) : end;
}

function runFrom(text: string, to: number): number {
  let from = to;
  while (from > 0 && RUN[text.charCodeAt(from - 1)] === 1) from -= 1;
  return from;
}

function runTo(text: string, from: number): number {
  let to = from;
  while (to < text.length && RUN[text.charCodeAt(to)] === 1) to += 1;
  return to;
}

function tableOf(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (characters.test(String.fromCharCode(code)) ? 1 : 0));
}

/** Ranges come by their beginnings, but for what widening takes in before them. */
function add(ranges: Range[], range: Range): void {
  let { from, to } = range;
  for (let last = ranges.at(-1); last !== undefined && from <= last.to; last = ranges.at(-1)) {
    from = Math.min(from, last.from);
    to = Math.max(to, last.to);
    ranges.pop();
  }
  ranges.push({ from, to });
}
