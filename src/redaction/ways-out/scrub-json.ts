import type { Json } from '../../core/index.ts';
import type { Cleaner } from '../engine/cleaner.ts';
import type { Detector } from '../engine/detector.ts';
import { anyOf, type Inspector, isClean, UNREADABLE, type Verdict } from '../engine/inspect.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedJson } from '../scrubber.ts';
import { isArray, isObject, joinLeaves } from './json-leaves.ts';

/** `serialised` spares writing the value down once more when its text is at hand. */
export function scrubJson(detector: Detector, value: Json, serialised?: string): ScrubbedJson {
  const verdict = inspectJson(detector.inspector, value, serialised);
  if (isClean(verdict)) return { value, hits: 0, withheld: false, names: [] };
  const names = detector.namesOf(verdict);
  if (verdict.tooMuch) return { value: WITHHELD, hits: names.length, withheld: true, names };
  const cleaner = detector.cleanerFor(verdict);
  const tally = { hits: 0, withheld: false };
  const cleaned = isolate({ cleaner, tally }, cleanLeaves(cleaner, value, tally), 0);
  return { value: cleaned, hits: Math.max(tally.hits, names.length), withheld: tally.withheld, names };
}

/** Every level looks at its whole content again: containers below this are withheld whole. */
const MAX_ISOLATED_DEPTH = 12;

interface Tally {
  hits: number;
  withheld: boolean;
}

/** The value as text, its strings laid end to end, and its keys laid end to end. */
function inspectJson(inspector: Inspector, value: Json, serialised?: string): Verdict {
  const leaves = joinLeaves(value);
  if (leaves === undefined) return UNREADABLE;
  return anyOf([
    inspector.scan(Buffer.from(serialised ?? JSON.stringify(value), 'utf8')),
    inspector.inspect(Buffer.from(leaves.values, 'utf8')),
    inspector.inspect(Buffer.from(leaves.keys, 'utf8')),
    inspector.scan(Buffer.from(leaves.columns, 'utf8')),
  ]);
}

function cleanLeaves(cleaner: Cleaner, value: Json, tally: Tally): Json {
  if (typeof value === 'string') return cleanString(cleaner, value, tally);
  if (typeof value === 'number') {
    const text = String(value);
    const cleaned = cleanString(cleaner, text, tally);
    return cleaned === text ? value : cleaned;
  }
  if (isArray(value)) return value.map((item) => cleanLeaves(cleaner, item, tally));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [
      cleanString(cleaner, key, tally),
      cleanLeaves(cleaner, value[key] ?? null, tally),
    ]),
  );
}

function cleanString(cleaner: Cleaner, text: string, tally: Tally): string {
  const cleaned = cleaner.clean(text);
  tally.hits += cleaned.hits;
  tally.withheld ||= cleaned.withheld;
  return cleaned.text;
}

interface Isolation {
  readonly cleaner: Cleaner;
  readonly tally: Tally;
}

/**
 * Withhold the smallest containers that still show a secret although none of their leaves does: it was cut
 * over several of them.
 */
function isolate(isolation: Isolation, value: Json, depth: number): Json {
  const { cleaner, tally } = isolation;
  const verdict = inspectJson(cleaner.inspector, value);
  if (isClean(verdict)) return value;
  const inner = depth < MAX_ISOLATED_DEPTH ? isolateWithin(isolation, value, depth + 1) : undefined;
  if (inner !== undefined && isClean(inspectJson(cleaner.inspector, inner))) return inner;
  tally.hits += Math.min(1, verdict.found.size);
  tally.withheld = true;
  return cleaner.withheldMark;
}

function isolateWithin(isolation: Isolation, value: Json, depth: number): Json | undefined {
  if (isArray(value)) return value.map((item) => isolate(isolation, item, depth));
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.keys(value).map((key) => [key, isolate(isolation, value[key] ?? null, depth)]));
}
