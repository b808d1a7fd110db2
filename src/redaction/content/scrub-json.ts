import type { Json } from '../../core/index.ts';
import { isSpent, spend } from '../engine/budget.ts';
import type { Cleaner } from '../engine/cleaner.ts';
import type { Detector } from '../engine/detector.ts';
import { anyOf, type Inspector, isClean, UNREADABLE, type Verdict } from '../engine/inspect.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedJson } from '../scrubber.ts';
import { isArray, isObject, joinLeaves } from './json-leaves.ts';
import { NOT_FOUND } from './not-found.ts';

/** `serialised` spares writing the value down once more when its text is at hand. */
export function scrubJson(detector: Detector, value: Json, serialised?: string): ScrubbedJson {
  const { inspector } = detector;
  const verdict = inspectJson(inspector, value, serialised);
  if (isClean(verdict)) return { value, ...NOT_FOUND };
  const names = detector.namesOf(verdict);
  const nothing = { value: WITHHELD, hits: names.length, withheld: true, names, partial: false };
  if (verdict.tooMuch) return nothing;
  const cleaning: Cleaning = { cleaner: detector.cleanerFor(verdict), hits: 0, withheld: false };
  const shown = takeOut(cleaning, value);
  const hits = Math.max(cleaning.hits, names.length);
  if (isSpent(detector.budget)) return { ...nothing, hits };
  const { withheldMark } = cleaning.cleaner;
  if (!isClean(shown.verdict)) return { ...nothing, value: withheldMark, hits, partial: shown.verdict.found.size > 0 };
  return { value: shown.value, hits, withheld: cleaning.withheld, names, partial: false };
}

interface Shown {
  readonly value: Json;
  /** What is still in it. */
  readonly verdict: Verdict;
}

// Cheapest first: nearly always cutting is enough, and only what is left is looked for member by member.
function takeOut(cleaning: Cleaning, value: Json): Shown {
  const { whole, inspector } = cleaning.cleaner;
  const cut = cutValue(cleaning, value);
  const left = inspectJson(inspector, cut);
  if (isClean(left)) return { value: cut, verdict: left };
  const isWhole = (part: Json): Verdict => inspectJson(whole, part);
  const without =
    left.found.size > 0 && isWhole(cut).found.size > 0 ? withhold(cleaning, cut, { look: isWhole, depth: 0 }) : cut;
  const verdict = without === cut ? left : inspectJson(inspector, without);
  // Nothing of a secret, but something nested too deep: that alone is left out.
  if (isClean(verdict) || verdict.found.size > 0) return { value: without, verdict };
  const shallow = withhold(cleaning, without, { look: (part) => inspectJson(inspector, part), depth: 0 });
  return { value: shallow, verdict: inspectJson(inspector, shallow) };
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

/** The same value with every whole secret cut out of its strings, keys and numbers. */
function cutValue(cleaning: Cleaning, value: Json): Json {
  if (isArray(value)) return value.map((item) => cutValue(cleaning, item));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [cutString(cleaning, key), cutValue(cleaning, inner)]),
    );
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const text = String(value);
  const cut = cutString(cleaning, text);
  return cut === text ? value : cut;
}

function cutString(cleaning: Cleaning, text: string): string {
  const cut = cleaning.cleaner.cut(text);
  cleaning.hits += cut?.hits ?? 0;
  return cut?.text ?? text;
}

type Look = (value: Json) => Verdict;

/** Withhold the smallest parts that `look` finds something in: a string, a key, or a container it was cut over. */
function withhold(cleaning: Cleaning, value: Json, { look, depth }: Within): Json {
  const verdict = look(value);
  if (isClean(verdict)) return value;
  if (depth < MAX_CLEANED_DEPTH && !verdict.tooMuch) {
    const without = withholdWithin(cleaning, value, { look, depth: depth + 1 });
    if (without !== undefined && isClean(look(without))) return without;
  }
  cleaning.hits += Math.min(1, verdict.found.size);
  cleaning.withheld = true;
  return cleaning.cleaner.withheldMark;
}

interface Within {
  readonly look: Look;
  readonly depth: number;
}

function withholdWithin(cleaning: Cleaning, value: Json, { look, depth }: Within): Json | undefined {
  const clean = (part: Json): Json => withhold(cleaning, part, { look, depth });
  if (isArray(value)) return cleanHalves(value, (part) => isClean(look(part)), clean);
  if (!isObject(value)) return undefined;
  const cleanKey = (key: string): string => (clean(key) === key ? key : cleaning.cleaner.withheldMark);
  const cleanMember = ([key, inner]: Member): Member => [cleanKey(key), clean(inner)];
  const isCleanPart = (part: readonly Member[]): boolean => isClean(look(Object.fromEntries(part)));
  return Object.fromEntries(cleanHalves(Object.entries(value), isCleanPart, cleanMember));
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
