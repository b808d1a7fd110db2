import type { KnownForms } from './known-forms.ts';
import { STRICT_UNKNOWN, STRICT_WINDOW } from './needles.ts';
import type { PlainSecret } from './plain-secret.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a form in an encoding's alphabet may be surrounded by: the run it is in goes with it. */
const RUN = /[A-Za-z0-9+/_=\\-]/;

/** What a fragment's extent could be told from: it is widened over these, so that it tells nothing. */
const TOKEN = /[A-Za-z0-9+/_=.~%-]/;

/** The ranges of a text that show one of the secrets in a form that can be cut out, merged and ascending. */
export function findRanges(text: string, forms: readonly KnownForms[], fragments: ReadonlySet<string>): Range[] {
  const whole = forms.flatMap(({ literal, encoded }) => [
    ...literal.flatMap((form) => occurrences(text, form)),
    ...encoded.flatMap((form) => occurrences(text, form, RUN)),
  ]);
  const taken = merge(whole);
  return merge([...taken, ...findFragments(text, fragments, taken)]);
}

/** Every eight characters in a row of the secrets, four of them beyond the public prefix, either way round, in lower case. */
export function fragmentsOf(secrets: readonly PlainSecret[]): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const { text, publicLength } of secrets) {
    const unknown = text?.slice(Math.max(0, publicLength - STRICT_WINDOW + STRICT_UNKNOWN)).toLowerCase() ?? '';
    for (const way of [unknown, [...unknown].reverse().join('')]) {
      for (let at = 0; at + STRICT_WINDOW <= way.length; at += 1) fragments.add(way.slice(at, at + STRICT_WINDOW));
    }
  }
  return fragments;
}

function occurrences(text: string, form: string, surroundings?: RegExp): Range[] {
  const ranges: Range[] = [];
  let end = 0;
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, end)) {
    const range = { from: at, to: at + form.length };
    ranges.push(surroundings === undefined ? range : widen(text, range, surroundings));
    end = ranges.at(-1)?.to ?? text.length;
  }
  return ranges;
}

function findFragments(text: string, fragments: ReadonlySet<string>, taken: readonly Range[]): Range[] {
  const lower = text.toLowerCase();
  // Some letters change their length with their case: then places in one are no places in the other.
  const searched = lower.length === text.length ? lower : text;
  const ranges: Range[] = [];
  let done = 0;
  let next = 0;
  for (let at = 0; at + STRICT_WINDOW <= searched.length; at += 1) {
    while (next < taken.length && (taken[next]?.to ?? 0) <= at) next += 1;
    // What a window has outside of a range already taken is too short to tell anything.
    const isTaken = at + STRICT_WINDOW > (taken[next]?.from ?? Infinity) || at + STRICT_WINDOW <= done;
    if (isTaken || !fragments.has(searched.slice(at, at + STRICT_WINDOW))) continue;
    const range = widen(text, { from: at, to: at + STRICT_WINDOW }, TOKEN);
    done = range.to;
    ranges.push(range);
  }
  return ranges;
}

function widen(text: string, { from, to }: Range, characters: RegExp): Range {
  let start = from;
  let end = to;
  while (start > 0 && characters.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && characters.test(text.charAt(end))) end += 1;
  return { from: start, to: end };
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to)
      merged.splice(-1, 1, { from: last.from, to: Math.max(last.to, range.to) });
    else merged.push(range);
  }
  return merged;
}
