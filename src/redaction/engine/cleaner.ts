import { REDACTED, WITHHELD } from '../marks.ts';
import { isSpent } from './budget.ts';
import { type Cuttable, findRanges, type Range } from './find-ranges.ts';
import { type Inspector, isClean, type Verdict } from './inspect.ts';

/** Takes secrets out of an input in which they were seen. */
export interface Cleaner {
  /** Finds what is left of the secrets seen: eight characters in a row count. */
  readonly probe: Inspector;
  /** Finds that and any other secret: what is shown must pass it. */
  readonly inspector: Inspector;
  /** The text without them: cut out where they stand, or the whole text withheld. */
  clean(text: string): Cleaned;
  /** What stands for a whole value. */
  readonly withheldMark: string;
}

export interface Cleaned {
  readonly text: string;
  readonly hits: number;
  readonly withheld: boolean;
}

/** What is known of the secrets seen. */
export interface SeenSecrets {
  /** Undefined when none was seen: what is only nested too deep. */
  readonly strict: Inspector | undefined;
  readonly cuttable: Cuttable;
}

/** `strict` looks for the secrets seen, `general` for all of them: cutting out one could form another. */
export function createCleaner({ strict, cuttable }: SeenSecrets, general: Inspector): Cleaner {
  const inspector = strict === undefined ? general : either(strict, general);
  const probe = strict ?? general;
  const mark = harmless(REDACTED, inspector);
  const withheldMark = harmless(WITHHELD, inspector);
  return {
    probe,
    inspector,
    withheldMark,
    clean: (text) => {
      if (isSpent(probe.budget)) return { text: withheldMark, hits: 0, withheld: true };
      const verdict = probe.inspect(Buffer.from(text, 'utf8'));
      if (isClean(verdict)) return { text, hits: 0, withheld: false };
      const ranges = verdict.tooMuch ? undefined : findRanges(text, cuttable, probe.budget);
      if (ranges === undefined) return { text: withheldMark, hits: Math.min(1, verdict.found.size), withheld: true };
      const cut = cutOut(text, ranges, mark);
      const isCut = isClean(inspector.inspect(Buffer.from(cut, 'utf8')));
      const hits = Math.max(ranges.length, Math.min(1, verdict.found.size));
      return { text: isCut ? cut : withheldMark, hits, withheld: !isCut };
    },
  };
}

function either(strict: Inspector, general: Inspector): Inspector {
  const pick = (first: Verdict, second: () => Verdict): Verdict => (isClean(first) ? second() : first);
  return {
    budget: strict.budget,
    inspect: (input) => pick(strict.inspect(input), () => general.inspect(input)),
    scan: (input) => pick(strict.scan(input), () => general.scan(input)),
  };
}

function cutOut(text: string, ranges: readonly Range[], mark: string): string {
  let output = '';
  let done = 0;
  for (const { from, to } of ranges) {
    output += text.slice(done, from) + mark;
    done = to;
  }
  return output + text.slice(done);
}

/** A mark that does not itself hold a piece of a secret (a password may well be `redacted-by-me`). */
function harmless(mark: string, inspector: Inspector): string {
  return [mark, '[...]', ''].find((candidate) => isClean(inspector.inspect(Buffer.from(candidate, 'utf8')))) ?? '';
}
