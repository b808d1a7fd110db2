import type { KnownSecret, ScrubLimits } from '../scrubber.ts';
import { type Budget, createBudget } from './budget.ts';
import { createCleaner, type Cleaner, marksBeside } from './cleaner.ts';
import { createInspector, type Inspector, prepareSearch, type Searched, type Verdict } from './inspect.ts';
import { cuttableOf } from './find-ranges.ts';
import type { FormFinder } from './form-finder.ts';
import { revealSecrets } from './plain-secret.ts';

/** The secrets of one scrubber, for one answer: finding them, and cleaning what they were found in. */
export interface Detector {
  /** What everything done to this answer is paid from. */
  readonly budget: Budget;
  readonly inspector: Inspector;
  /** For what the inspector found in an input that was looked through to the end. */
  cleanerFor(verdict: Verdict): Cleaner;
  namesOf(verdict: Verdict): string[];
  /** Bytes of the longest secret. */
  readonly longest: number;
}

/** The secrets of one scrubber, prepared once for many answers. */
export interface Engine {
  /** A detector for an answer of that many bytes. */
  open(inputBytes: number): Detector;
}

const MAX_INFLATED_BYTES = 4_194_304;

/** Preparing the search for whole secrets costs as much as the general one: it is made for the same secrets once. */
const MAX_PREPARED = 8;

interface Seen {
  readonly searched: Searched;
  readonly cuttable: FormFinder;
}

export function createEngine(secrets: readonly KnownSecret[], limits: ScrubLimits): Engine {
  const known = revealSecrets(secrets);
  const maxInflatedBytes = limits.maxInflatedBytes ?? MAX_INFLATED_BYTES;
  const searched = prepareSearch(known, 'pieces', maxInflatedBytes);
  const longest = known.reduce((most, { bytes }) => Math.max(most, bytes.length), 0);
  const marks = marksBeside(known.map(({ text }) => text ?? ''));
  const prepared = new Map<string, Seen>();
  const prepare = (found: ReadonlySet<number>): Seen => {
    const key = [...found].toSorted((one, other) => one - other).join();
    const before = prepared.get(key);
    if (before !== undefined) return before;
    const seen = known.filter((_, index) => found.has(index));
    const made = { searched: prepareSearch(seen, 'whole', maxInflatedBytes), cuttable: cuttableOf(seen) };
    if (prepared.size < MAX_PREPARED) prepared.set(key, made);
    return made;
  };
  return {
    open: (inputBytes) => {
      const budget = createBudget(inputBytes, limits.maxSteps);
      const inspector = createInspector(searched, budget);
      return {
        budget,
        inspector,
        longest,
        cleanerFor: ({ found }) => {
          const { searched: whole, cuttable } = prepare(found);
          return createCleaner({ whole: createInspector(whole, budget), cuttable, marks }, inspector);
        },
        namesOf: ({ found }) => [...new Set([...found].map((index) => known[index]?.name ?? ''))],
      };
    },
  };
}
