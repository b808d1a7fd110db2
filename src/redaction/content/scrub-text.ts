import type { Detector } from '../engine/detector.ts';
import { isClean } from '../engine/inspect.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedText, ScrubOptions } from '../scrubber.ts';
import { NOT_FOUND } from './not-found.ts';

/** A secret may be up to this many times longer in text than it is (`\uXXXX` for every byte). */
const MAX_GROWTH = 6;

/** More of a secret than fits here is found as a fragment, in any encoding. */
const MAX_TAIL = 1_024;

export function scrubText(detector: Detector, text: string, options: ScrubOptions = {}): ScrubbedText {
  const input = options.truncated === true ? withoutTail(text, detector.longest) : text;
  const verdict = detector.inspector.inspect(Buffer.from(input, 'utf8'));
  if (isClean(verdict)) return { text: input, ...NOT_FOUND };
  const names = detector.namesOf(verdict);
  const nothing = { text: WITHHELD, hits: names.length, withheld: true, names, partial: false };
  if (verdict.tooMuch) return nothing;
  const cleaner = detector.cleanerFor(verdict);
  const cleaned = cleaner.clean(input);
  const hits = Math.max(cleaned.hits, names.length);
  const left = cleaned.withheld ? undefined : cleaner.inspector.inspect(Buffer.from(cleaned.text, 'utf8'));
  if (left === undefined || isClean(left)) return { ...cleaned, hits, names, partial: false };
  return { ...nothing, text: cleaner.withheldMark, hits, partial: left.found.size > 0 };
}

/** The text without the end that could hold the first half of a secret, which no view would show. */
export function withoutTail(text: string, longestSecret: number): string {
  return text.slice(0, Math.max(0, text.length - Math.min(longestSecret * MAX_GROWTH, MAX_TAIL)));
}
