import { type Budget, isSpent, spend } from './budget.ts';
import { decodeView, type View } from './decoded-views.ts';
import { FOLDED, foldInto, PLAIN } from './fold.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { buildNeedles, type Extent } from './needles.ts';
import type { PlainSecret } from './plain-secret.ts';
import { isStillEncoded } from './still-encoded.ts';

export interface Verdict {
  /** Indices of the secrets that some view shows. */
  readonly found: ReadonlySet<number>;
  /** It is still encoded where decoding stops: what is nested so deep must be withheld. */
  readonly tooDeep: boolean;
  /** The looking stopped before the end, for it costs too much: all of it must be withheld. */
  readonly tooMuch: boolean;
}

export interface Inspector {
  /** What it spends. */
  readonly budget: Budget;
  /** Look at the input in every view, until every secret was found. */
  inspect(input: Uint8Array): Verdict;
  /** Look at it as it stands, folded, and nothing else. */
  scan(input: Uint8Array): Verdict;
}

/** What to look for, prepared once: an inspector of it for each answer costs nothing. */
export interface Searched {
  readonly secrets: number;
  readonly folded: Matcher;
  readonly plain: Matcher | undefined;
  readonly minBase64Run: number;
  readonly minHexRun: number;
  readonly maxInflatedBytes: number;
}

/** Decodings one over the other. What is still encoded after that withholds the input. */
const MAX_DEPTH = 3;

/** Runs of symbols from this length on are always decoded; shorter ones when a secret is that short. */
const MIN_RUN = 16;

/** What a look costs beside its bytes. */
const LOOK = 384;

export function prepareSearch(secrets: readonly PlainSecret[], extent: Extent, maxInflatedBytes: number): Searched {
  const needles = buildNeedles(secrets, extent);
  return {
    secrets: secrets.length,
    folded: createMatcher(needles.folded, secrets.length),
    plain: needles.plain.length === 0 ? undefined : createMatcher(needles.plain, secrets.length),
    // Six and four bits a character: the shortest runs that can hold the shortest piece whole.
    minBase64Run: Math.min(MIN_RUN, Math.ceil((needles.shortestPiece * 8) / 6)),
    minHexRun: Math.min(MIN_RUN, needles.shortestPiece * 2),
    maxInflatedBytes,
  };
}

export function createInspector(searched: Searched, budget: Budget): Inspector {
  const start = (): Inspection => ({
    searched,
    budget,
    found: new Set(),
    tooDeep: false,
    tooMuch: false,
    maxInflatedBytes: searched.maxInflatedBytes,
  });
  return {
    budget,
    inspect: (input) => {
      const inspection = start();
      if (searched.secrets > 0) lookThrough(inspection, { kind: 'text', bytes: input }, 0);
      return inspection;
    },
    scan: (input) => {
      const inspection = start();
      if (searched.secrets > 0 && input.length > 0) lookAt(inspection, input);
      return inspection;
    },
  };
}

/** For an input that cannot even be laid out to be looked at. */
export const UNREADABLE: Verdict = { found: new Set(), tooDeep: true, tooMuch: true };

export function isClean(verdict: Verdict): boolean {
  return verdict.found.size === 0 && !verdict.tooDeep && !verdict.tooMuch;
}

/** One verdict on several looks at the same input. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  return {
    found: new Set(verdicts.flatMap(({ found }) => [...found])),
    tooDeep: verdicts.some(({ tooDeep }) => tooDeep),
    tooMuch: verdicts.some(({ tooMuch }) => tooMuch),
  };
}

interface Inspection {
  readonly searched: Searched;
  readonly budget: Budget;
  readonly found: Set<number>;
  tooDeep: boolean;
  tooMuch: boolean;
  /** What may still be taken out of gzip members. */
  maxInflatedBytes: number;
}

function lookThrough(inspection: Inspection, view: View, depth: number): void {
  const { searched, budget, found } = inspection;
  if (inspection.tooMuch || view.bytes.length === 0 || found.size >= searched.secrets) return;
  const folded = lookAt(inspection, view.bytes);
  if (inspection.tooMuch || found.size >= searched.secrets) return;
  const bounds = { ...searched, budget, maxInflatedBytes: inspection.maxInflatedBytes };
  const decoded = depth < MAX_DEPTH ? decodeView(view, folded, bounds) : undefined;
  if (decoded?.kind === 'over-bound') inspection.tooMuch = true;
  if (decoded === undefined && isStillEncoded(view, budget)) inspection.tooDeep = true;
  if (isSpent(budget)) inspection.tooMuch = true;
  if (decoded?.kind !== 'decoded') return;
  inspection.maxInflatedBytes -= decoded.inflatedBytes;
  for (const next of decoded.views) lookThrough(inspection, next, depth + 1);
}

let scratch = new Uint8Array(65_536);

/** Answers the folded text; it stays valid until the next call. */
function lookAt(inspection: Inspection, text: Uint8Array): Uint8Array {
  const { found, budget, searched } = inspection;
  const passes = searched.plain === undefined ? 2 : 4;
  if (!spend(budget, text.length * passes + LOOK)) {
    inspection.tooMuch = true;
    return text;
  }
  const output = scratchOf(text.length);
  searched.plain?.find(output.subarray(0, foldInto(text, PLAIN, output)), found, budget);
  const folded = output.subarray(0, foldInto(text, FOLDED, output));
  searched.folded.find(folded, found, budget);
  if (isSpent(budget)) inspection.tooMuch = true;
  return folded;
}

const MAX_SHARED = 1_048_576;

/** One piece of memory for all looks at small texts; a large one is let go of. */
function scratchOf(length: number): Uint8Array {
  if (length > MAX_SHARED) return new Uint8Array(length);
  if (scratch.length < length) scratch = new Uint8Array(Math.min(MAX_SHARED, length * 2));
  return scratch;
}
