import type { KnownForms } from './known-forms.ts';
import { MIN_UNKNOWN } from './matcher.ts';
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
  const ranges: Range[] = [];
  for (const { literal, encoded } of forms) {
    for (const form of literal) ranges.push(...occurrences(text, form));
    for (const form of encoded) ranges.push(...occurrences(text, form).map((range) => widen(text, range, RUN)));
  }
  ranges.push(...findFragments(text, fragments));
  return merge(ranges);
}

/** Every eight characters in a row of the secrets beyond their public prefix, either way round, in lower case. */
export function fragmentsOf(secrets: readonly PlainSecret[]): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const { text, publicLength } of secrets) {
    const unknown = text?.slice(publicLength).toLowerCase() ?? '';
    for (const way of [unknown, [...unknown].reverse().join('')]) {
      for (let at = 0; at + MIN_UNKNOWN <= way.length; at += 1) fragments.add(way.slice(at, at + MIN_UNKNOWN));
    }
  }
  return fragments;
}

function occurrences(text: string, form: string): Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
    ranges.push({ from: at, to: at + form.length });
  }
  return ranges;
}

function findFragments(text: string, fragments: ReadonlySet<string>): Range[] {
  const lower = text.toLowerCase();
  // Some letters change their length with their case: then places in one are no places in the other.
  const searched = lower.length === text.length ? lower : text;
  const ranges: Range[] = [];
  let widened = 0;
  for (let at = 0; at + MIN_UNKNOWN <= searched.length; at += 1) {
    if (!fragments.has(searched.slice(at, at + MIN_UNKNOWN))) continue;
    if (at + MIN_UNKNOWN <= widened) continue;
    const range = widen(text, { from: at, to: at + MIN_UNKNOWN }, TOKEN);
    widened = range.to;
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
    if (last !== undefined && range.from <= last.to) merged.splice(-1, 1, { from: last.from, to: Math.max(last.to, range.to) });
    else merged.push(range);
  }
  return merged;
}
