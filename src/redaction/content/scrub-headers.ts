import type { Detector } from '../engine/detector.ts';
import { anyOf, type Inspector, isClean, type Verdict } from '../engine/inspect.ts';
import type { ScrubbedHeaders } from '../scrubber.ts';
import { NOT_FOUND } from './not-found.ts';

type HeaderList = readonly (readonly [string, string])[];

/** Stands for a header name that cannot be shown: names are tokens, so no brackets. */
const HIDDEN_NAME = 'redacted';

export function scrubHeaders(detector: Detector, list: HeaderList): ScrubbedHeaders {
  const verdict = inspectHeaders(detector.inspector, list);
  if (isClean(verdict)) return { headers: list.map(([name, value]) => [name, value]), ...NOT_FOUND };
  const names = detector.namesOf(verdict);
  const nothing = { headers: [], hits: names.length, withheld: true, names, partial: false };
  if (verdict.tooMuch) return nothing;
  const cleaner = detector.cleanerFor(verdict);
  const shown = list.map(([name, value]) => ({ sent: name, name: cleaner.clean(name), value: cleaner.clean(value) }));
  const parts = shown.flatMap(({ name, value }) => [name, value]);
  const hits = Math.max(
    parts.reduce((sum, part) => sum + part.hits, 0),
    names.length,
  );
  const headers = shown.map(({ sent, name, value }): [string, string] => [
    name.text === sent ? sent : HIDDEN_NAME,
    value.text,
  ]);
  const left = inspectHeaders(cleaner.inspector, headers);
  if (isClean(left)) return { headers, hits, withheld: parts.some((part) => part.withheld), names, partial: false };
  // A secret cut over several headers shows in none of them: then no value is safe to show.
  const isWhole = inspectHeaders(cleaner.whole, headers).found.size > 0;
  return { ...nothing, hits, partial: !isWhole && left.found.size > 0 };
}

/** The headers as lines, and their values laid end to end. */
function inspectHeaders(inspector: Inspector, list: HeaderList): Verdict {
  const lines = list.map(([name, value]) => `${name}: ${value}`).join('\n');
  const values = list.map(([, value]) => value).join('');
  return anyOf([lines, values].map((text) => inspector.inspect(Buffer.from(text, 'utf8'))));
}
