import type { Detector } from '../engine/detector.ts';
import { anyOf, type Inspector, isClean, type Verdict } from '../engine/inspect.ts';
import type { ScrubbedHeaders } from '../scrubber.ts';

type HeaderList = readonly (readonly [string, string])[];

/** Stands for a header name that cannot be shown: names are tokens, so no brackets. */
const HIDDEN_NAME = 'redacted';

export function scrubHeaders(detector: Detector, list: HeaderList): ScrubbedHeaders {
  const verdict = inspectHeaders(detector.inspector, list);
  if (isClean(verdict))
    return { headers: list.map(([name, value]) => [name, value]), hits: 0, withheld: false, names: [] };
  const names = detector.namesOf(verdict);
  if (verdict.tooMuch) return { headers: [], hits: names.length, withheld: true, names };
  const cleaner = detector.cleanerFor(verdict);
  const cleaned = list.map(([name, value]) => ({ sent: name, name: cleaner.clean(name), value: cleaner.clean(value) }));
  const parts = cleaned.flatMap(({ name, value }) => [name, value]);
  const hits = Math.max(
    parts.reduce((sum, part) => sum + part.hits, 0),
    names.length,
  );
  const headers = cleaned.map(({ sent, name, value }): [string, string] => [
    name.text === sent ? sent : HIDDEN_NAME,
    value.text,
  ]);
  // A secret cut over several headers shows in none of them: then no value is safe to show.
  if (!isClean(inspectHeaders(cleaner.inspector, headers))) return { headers: [], hits, withheld: true, names };
  return { headers, hits, withheld: parts.some((part) => part.withheld), names };
}

/** The headers as lines, and their values laid end to end. */
function inspectHeaders(inspector: Inspector, list: HeaderList): Verdict {
  const lines = list.map(([name, value]) => `${name}: ${value}`).join('\n');
  const values = list.map(([, value]) => value).join('');
  return anyOf([lines, values].map((text) => inspector.inspect(Buffer.from(text, 'utf8'))));
}
