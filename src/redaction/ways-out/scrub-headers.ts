import { isClean } from '../engine/cleaner.ts';
import type { Detector } from '../engine/detector.ts';
import type { ScrubbedHeaders } from '../scrubber.ts';

/** Stands for a header name that cannot be shown: names are tokens, so no brackets. */
const HIDDEN_NAME = 'redacted';

export function scrubHeaders(detector: Detector, list: readonly (readonly [string, string])[]): ScrubbedHeaders {
  const lines = list.map(([name, value]) => `${name}: ${value}`).join('\n');
  const values = list.map(([, value]) => value).join('');
  const { inspector } = detector;
  const verdicts = [lines, values].map((text) => inspector.inspect(Buffer.from(text, 'utf8')));
  const found = new Set(verdicts.flatMap((verdict) => [...verdict.found]));
  const overBound = verdicts.some((verdict) => verdict.overBound);
  if (found.size === 0 && !overBound) return { headers: copy(list), hits: 0, withheld: false, names: [] };
  const names = detector.namesOf({ found, overBound });
  if (overBound) return { headers: [], hits: names.length, withheld: true, names };

  const cleaner = detector.cleanerFor({ found, overBound });
  let hits = 0;
  let withheld = false;
  const headers = list.map(([name, value]): [string, string] => {
    const cleanedName = cleaner.clean(name);
    const cleanedValue = cleaner.clean(value);
    hits += cleanedName.hits + cleanedValue.hits;
    withheld ||= cleanedName.withheld || cleanedValue.withheld;
    return [cleanedName.hits === 0 ? name : HIDDEN_NAME, cleanedValue.text];
  });
  // A secret cut over several headers shows in none of them: then no value is safe to show.
  const rest = [headers.map((header) => header.join(': ')).join('\n'), headers.map(([, value]) => value).join('')];
  if (rest.every((text) => isClean(cleaner.inspector.inspect(Buffer.from(text, 'utf8'))))) {
    return { headers, hits: Math.max(1, hits), withheld, names };
  }
  return { headers: [], hits: hits + 1, withheld: true, names };
}

function copy(list: readonly (readonly [string, string])[]): [string, string][] {
  return list.map(([name, value]) => [name, value]);
}
