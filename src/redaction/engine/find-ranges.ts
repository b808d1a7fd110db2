import type { Budget } from './budget.ts';
import { createFormFinder, type FormFinder } from './form-finder.ts';
import { knownForms } from './known-forms.ts';
import { STRICT_UNKNOWN, STRICT_WINDOW } from './needles.ts';
import type { PlainSecret } from './plain-secret.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What can be cut out of a text: the forms of secrets, and what is left of them. */
export interface Cuttable {
  readonly whole: FormFinder;
  readonly fragments: FormFinder;
}

/** What a form in an encoding's alphabet may be surrounded by: the run it is in goes with it. */
const RUN = tableOf(/[A-Za-z0-9+/_=\\-]/);

/** What a fragment's extent could be told from: it is widened over these, so that it tells nothing. */
const TOKEN = tableOf(/[A-Za-z0-9+/_=.~%-]/);

export function cuttableOf(secrets: readonly PlainSecret[]): Cuttable {
  const forms = secrets.map(knownForms);
  return {
    whole: createFormFinder([
      ...forms.flatMap(({ literal, turned }) => [...literal, ...turned].map((text) => ({ text, isEncoded: false }))),
      ...forms.flatMap(({ encoded }) => encoded.map((text) => ({ text, isEncoded: true }))),
    ]),
    fragments: createFormFinder([...fragmentsOf(secrets)].map((text) => ({ text, isEncoded: false }))),
  };
}

/**
 * The ranges of a text that show one of the secrets in a form that can be cut out, merged and ascending. Undefined
 * when the budget was spent before the end.
 */
export function findRanges(text: string, { whole, fragments }: Cuttable, budget: Budget): Range[] | undefined {
  const taken: Range[] = [];
  const isDone = whole.find(text, budget, (at, form) => {
    const to = at + form.text.length;
    if (to <= (taken.at(-1)?.to ?? 0)) return;
    add(taken, form.isEncoded ? widen(text, { from: at, to }, RUN) : { from: at, to });
  });
  const pieces = isDone ? findFragments(text, { fragments, taken, budget }) : undefined;
  if (pieces === undefined) return undefined;
  const merged: Range[] = [];
  for (const range of [...taken, ...pieces].sort((one, other) => one.from - other.from)) add(merged, range);
  return merged;
}

/** Every eight characters in a row of the secrets, four of them beyond the public prefix, either way round, in lower case. */
function fragmentsOf(secrets: readonly PlainSecret[]): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const { text, publicLength, isWhole } of secrets) {
    if (isWhole) continue;
    const unknown = text?.slice(Math.max(0, publicLength - STRICT_WINDOW + STRICT_UNKNOWN)).toLowerCase() ?? '';
    for (const way of [unknown, [...unknown].reverse().join('')]) {
      for (let at = 0; at + STRICT_WINDOW <= way.length; at += 1) fragments.add(way.slice(at, at + STRICT_WINDOW));
    }
  }
  return fragments;
}

interface Searching {
  readonly fragments: FormFinder;
  readonly taken: readonly Range[];
  readonly budget: Budget;
}

function findFragments(text: string, { fragments, taken, budget }: Searching): Range[] | undefined {
  const lower = text.toLowerCase();
  // Some letters change their length with their case: then offsets in one are no offsets in the other.
  const searched = lower.length === text.length ? lower : text;
  const ranges: Range[] = [];
  let done = 0;
  let next = 0;
  const isDone = fragments.find(searched, budget, (at) => {
    while (next < taken.length && (taken[next]?.to ?? 0) <= at) next += 1;
    // What a window has outside of a range already taken is too short to tell anything.
    if (at + STRICT_WINDOW > (taken[next]?.from ?? Infinity) || at + STRICT_WINDOW <= done) return;
    const range = widen(text, { from: at, to: at + STRICT_WINDOW }, TOKEN);
    done = range.to;
    ranges.push(range);
  });
  return isDone ? ranges : undefined;
}

function widen(text: string, { from, to }: Range, characters: Uint8Array): Range {
  let start = from;
  let end = to;
  while (start > 0 && characters[text.charCodeAt(start - 1)] === 1) start -= 1;
  while (end < text.length && characters[text.charCodeAt(end)] === 1) end += 1;
  return { from: start, to: end };
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
