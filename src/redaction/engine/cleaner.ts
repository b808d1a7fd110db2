import { REDACTED, WITHHELD } from '../marks.ts';
import { findRanges, type Range } from './find-ranges.ts';
import type { FormFinder } from './form-finder.ts';
import { type Inspector, isClean } from './inspect.ts';

/** Takes whole secrets out of an input in which something of them was seen. */
export interface Cleaner {
  /** Finds whole secrets alone. */
  readonly whole: Inspector;
  /** Finds pieces too: what is shown must pass it. */
  readonly inspector: Inspector;
  /** The text with the mark where a whole secret stood as it can be cut out. Undefined when the budget is spent. */
  cut(text: string): Cut | undefined;
  /** The text without whole secrets: cut out, or all of it withheld. A piece of one may still stand in it. */
  clean(text: string): Cleaned;
  /** What stands for a whole value. */
  readonly withheldMark: string;
}

export interface Cut {
  readonly text: string;
  readonly hits: number;
}

export interface Cleaned extends Cut {
  readonly withheld: boolean;
}

export interface CleanerParts {
  readonly marks: Marks;
  readonly whole: Inspector;
  readonly cuttable: FormFinder;
}

/** `whole` looks for the secrets seen, `inspector` for all of them: cutting out one could form another. */
export function createCleaner({ whole, cuttable, marks }: CleanerParts, inspector: Inspector): Cleaner {
  const cut = (text: string): Cut | undefined => {
    const ranges = findRanges(text, cuttable, whole.budget);
    return ranges && { text: cutOut(text, ranges, marks.redacted), hits: ranges.length };
  };
  return {
    whole,
    inspector,
    withheldMark: marks.withheld,
    cut,
    clean: (text) => {
      const shown = cut(text);
      const verdict = shown && whole.inspect(Buffer.from(shown.text, 'utf8'));
      if (shown !== undefined && verdict !== undefined && isClean(verdict)) return { ...shown, withheld: false };
      return {
        text: marks.withheld,
        hits: Math.max(shown?.hits ?? 0, Math.min(1, verdict?.found.size ?? 0)),
        withheld: true,
      };
    },
  };
}

function cutOut(text: string, ranges: readonly Range[], mark: string): string {
  if (ranges.length === 0) return text;
  let output = '';
  let done = 0;
  for (const { from, to } of ranges) {
    output += text.slice(done, from) + mark;
    done = to;
  }
  return output + text.slice(done);
}

/** What stands for a secret, and for a value that cannot be shown. */
export interface Marks {
  readonly redacted: string;
  readonly withheld: string;
}

/** Marks that hold no piece of a secret: a password may well be `redacted-by-me`. */
export function marksBeside(texts: readonly string[]): Marks {
  const letters = texts.map((text) => text.toLowerCase());
  const isPiece = (word: string): boolean => letters.some((text) => text.includes(word));
  const choose = (mark: string): string => {
    const word = mark.slice(1, -1).toLowerCase();
    return isPiece(word) || isPiece([...word].toReversed().join('')) ? '[...]' : mark;
  };
  return { redacted: choose(REDACTED), withheld: choose(WITHHELD) };
}
