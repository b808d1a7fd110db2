import type { KnownSecret, ScrubLimits } from '../scrubber.ts';
import { createCleaner, type Cleaner } from './cleaner.ts';
import { createInspector, type Inspector, type Verdict } from './inspect.ts';
import { revealSecrets } from './plain-secret.ts';

/** The secrets of one scrubber: finding them, and cleaning what they were found in. */
export interface Detector {
  readonly inspector: Inspector;
  /** For what the inspector found in an input that was looked through to the end. */
  cleanerFor(verdict: Verdict): Cleaner;
  namesOf(verdict: Verdict): string[];
  /** Bytes of the longest secret. */
  readonly longest: number;
}

const MAX_INFLATED_BYTES = 4_194_304;

export function createDetector(secrets: readonly KnownSecret[], limits: ScrubLimits): Detector {
  const known = revealSecrets(secrets);
  const bounds = {
    maxWorkBytes: limits.maxWorkBytes,
    maxInflatedBytes: limits.maxInflatedBytes ?? MAX_INFLATED_BYTES,
  };
  const inspector = createInspector(known, false, bounds);
  return {
    inspector,
    cleanerFor: ({ found }) => {
      const seen = known.filter((_, index) => found.has(index));
      return createCleaner(seen, createInspector(seen, true, bounds), inspector);
    },
    namesOf: ({ found }) => [...new Set([...found].map((index) => known[index]?.name ?? ''))],
    longest: known.reduce((longest, { bytes }) => Math.max(longest, bytes.length), 0),
  };
}
