import type { Json } from '../../core/index.ts';
import { isSpent, spend } from '../engine/budget.ts';
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
  const cleaning = { cleaner: detector.cleanerFor(verdict), hits: 0, withheld: false };
  const cleaned = cleanValue(cleaning, value, 0);
  if (isSpent(detector.budget)) return { value: WITHHELD, hits: names.length, withheld: true, names };
  return { value: cleaned, hits: Math.max(cleaning.hits, names.length), withheld: cleaning.withheld, names };
}

/** Steps for each character of a value that is walked through and written down. */
const LAYING_OUT = 4;

/** The value as text, its strings laid end to end, and its keys laid end to end. */
function inspectJson(inspector: Inspector, value: Json, serialised?: string): Verdict {
  const { budget } = inspector;
  if (isSpent(budget)) return UNREADABLE;
  const leaves = joinLeaves(value);
  if (leaves === undefined) return UNREADABLE;
  const text = serialised ?? JSON.stringify(value);
  if (!spend(budget, text.length * LAYING_OUT + leaves.steps)) return UNREADABLE;
  return anyOf([
    inspector.scan(Buffer.from(text, 'utf8')),
    inspector.inspect(Buffer.from(leaves.values, 'utf8')),
    inspector.inspect(Buffer.from(leaves.keys, 'utf8')),
    inspector.scan(Buffer.from(leaves.columns, 'utf8')),
  ]);
}

/** Every level looks at its whole content again: dirty containers below this are withheld whole. */
const MAX_CLEANED_DEPTH = 16;

interface Cleaning {
  readonly cleaner: Cleaner;
  hits: number;
  withheld: boolean;
}

/**
 * Clean what is inside; withhold the value when it still shows a secret although nothing inside does, for
 * then it was cut over several leaves.
 */
function cleanValue(cleaning: Cleaning, value: Json, depth: number): Json {
  const { cleaner } = cleaning;
  const verdict = inspectJson(cleaner.probe, value);
  if (isClean(verdict)) return value;
  const cleaned = depth < MAX_CLEANED_DEPTH && !verdict.tooMuch ? cleanWithin(cleaning, value, depth + 1) : undefined;
  if (cleaned !== undefined && isClean(inspectJson(cleaner.inspector, cleaned))) return cleaned;
  cleaning.hits += Math.min(1, verdict.found.size);
  cleaning.withheld = true;
  return cleaner.withheldMark;
}

function cleanWithin(cleaning: Cleaning, value: Json, depth: number): Json | undefined {
  const isCleanPart = (part: Json): boolean => isClean(inspectJson(cleaning.cleaner.probe, part));
  if (isArray(value)) return cleanHalves(value, isCleanPart, (item) => cleanValue(cleaning, item, depth));
  if (isObject(value)) {
    const cleanMember = ([key, inner]: Member): Member => [
      cleanString(cleaning, key),
      cleanValue(cleaning, inner, depth),
    ];
    return Object.fromEntries(
      cleanHalves(Object.entries(value), (part) => isCleanPart(Object.fromEntries(part)), cleanMember),
    );
  }
  const text = String(value);
  const cleaned = cleanString(cleaning, text);
  return cleaned === text ? undefined : cleaned;
}

type Member = readonly [string, Json];

/** Clean the dirty ones of a list. Halving finds them without a look at each: there may be thousands. */
function cleanHalves<T>(list: readonly T[], isCleanPart: (part: readonly T[]) => boolean, clean: (one: T) => T): T[] {
  if (list.length <= 1) return list.map(clean);
  const middle = list.length >> 1;
  const halves = [list.slice(0, middle), list.slice(middle)];
  return halves.flatMap((half) =>
    half.length > 1 && isCleanPart(half) ? half : cleanHalves(half, isCleanPart, clean),
  );
}

function cleanString(cleaning: Cleaning, text: string): string {
  const cleaned = cleaning.cleaner.clean(text);
  cleaning.hits += cleaned.hits;
  cleaning.withheld ||= cleaned.withheld;
  return cleaned.text;
}
