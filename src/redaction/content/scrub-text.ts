import type { Detector } from '../engine/detector.ts';
import { isClean } from '../engine/inspect.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedText, ScrubOptions } from '../scrubber.ts';

/** A secret may be up to this many times longer in text than it is (`\uXXXX` for every byte). */
const MAX_GROWTH = 6;

/** More of a secret than fits here is found as a fragment, in any encoding. */
const MAX_TAIL = 1_024;

export function scrubText(detector: Detector, text: string, options: ScrubOptions = {}): ScrubbedText {
  const whole = options.truncated === true ? withoutTail(text, detector.longest) : text;
  const verdict = detector.inspector.inspect(Buffer.from(whole, 'utf8'));
  if (isClean(verdict)) return { text: whole, hits: 0, withheld: false, names: [] };
  const names = detector.namesOf(verdict);
  if (verdict.tooMuch) return { text: WITHHELD, hits: names.length, withheld: true, names };
  const cleaned = detector.cleanerFor(verdict).clean(whole);
  return { ...cleaned, hits: Math.max(cleaned.hits, names.length), names };
}

/** The text without the end that could hold the first half of a secret, which no view would show. */
export function withoutTail(text: string, longestSecret: number): string {
  return text.slice(0, Math.max(0, text.length - Math.min(longestSecret * MAX_GROWTH, MAX_TAIL)));
}
