import { decodeView, type View } from './decoded-views.ts';
import { FOLDED, foldInto, PLAIN } from './fold.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { buildNeedles } from './needles.ts';
import type { PlainSecret } from './plain-secret.ts';
import { isStillEncoded } from './still-encoded.ts';

export interface Verdict {
  /** Indices of the secrets that some view shows. */
  readonly found: ReadonlySet<number>;
  /** It is still encoded where decoding stops: what is nested so deep must be withheld. */
  readonly tooDeep: boolean;
  /** The looking stopped before the end, for the input decodes to too much: all of it must be withheld. */
  readonly tooMuch: boolean;
}

export interface Inspector {
  /** Look at the input in every view. */
  inspect(input: Uint8Array): Verdict;
  /** Look at it as it stands, folded, and nothing else. */
  scan(input: Uint8Array): Verdict;
}

export interface Bounds {
  readonly maxWorkBytes: number | undefined;
  readonly maxInflatedBytes: number;
}

/** Decodings one over the other. What is still encoded after that withholds the input. */
const MAX_DEPTH = 3;

/** Runs of symbols from this length on are always decoded; shorter ones when a secret is that short. */
const MIN_RUN = 16;

/** Work before an input is withheld, in bytes: a base64 image needs 13 times its size. */
const WORK_FACTOR = 32;
const LEAST_WORK = 4_194_304;

export function createInspector(secrets: readonly PlainSecret[], strict: boolean, bounds: Bounds): Inspector {
  const needles = buildNeedles(secrets, strict);
  const folded = createMatcher(needles.folded);
  const plain = needles.plain.length === 0 ? undefined : createMatcher(needles.plain);
  // Six and four bits a character: the shortest runs that can hold the shortest piece whole.
  const minBase64Run = Math.min(MIN_RUN, Math.ceil((needles.shortestPiece * 8) / 6));
  const minHexRun = Math.min(MIN_RUN, needles.shortestPiece * 2);
  const start = (input: Uint8Array): Inspection => ({
    folded,
    plain,
    minBase64Run,
    minHexRun,
    found: new Set(),
    tooDeep: false,
    tooMuch: false,
    workLeft: bounds.maxWorkBytes ?? input.length * WORK_FACTOR + LEAST_WORK,
    maxInflatedBytes: bounds.maxInflatedBytes,
    scratch: new Uint8Array(input.length),
  });
  return {
    inspect: (input) => {
      const inspection = start(input);
      if (secrets.length > 0) lookThrough(inspection, { kind: 'text', bytes: input }, 0);
      return inspection;
    },
    scan: (input) => {
      const inspection = start(input);
      if (secrets.length > 0) lookAt(inspection, input);
      return inspection;
    },
  };
}

interface Inspection {
  readonly folded: Matcher;
  readonly plain: Matcher | undefined;
  readonly minBase64Run: number;
  readonly minHexRun: number;
  readonly found: Set<number>;
  tooDeep: boolean;
  tooMuch: boolean;
  workLeft: number;
  /** What may still be taken out of gzip members. */
  maxInflatedBytes: number;
  scratch: Uint8Array;
}

function lookThrough(inspection: Inspection, view: View, depth: number): void {
  if (inspection.tooMuch || view.bytes.length === 0) return;
  const folded = lookAt(inspection, view.bytes);
  const decoded = depth < MAX_DEPTH ? decodeView(view, folded, inspection) : undefined;
  if (decoded?.kind === 'over-bound') inspection.tooMuch = true;
  if (decoded === undefined && isStillEncoded(view)) inspection.tooDeep = true;
  if (decoded?.kind !== 'decoded') return;
  inspection.maxInflatedBytes -= decoded.inflatedBytes;
  for (const next of decoded.views) lookThrough(inspection, next, depth + 1);
}

/** Answers the folded text; it stays valid until the next call. */
function lookAt(inspection: Inspection, text: Uint8Array): Uint8Array {
  const { found } = inspection;
  if (inspection.scratch.length < text.length) inspection.scratch = new Uint8Array(text.length);
  const note = (secret: number): void => void found.add(secret);
  let work = text.length;
  if (inspection.plain !== undefined) {
    const length = foldInto(text, PLAIN, inspection.scratch);
    work += length + inspection.plain.find(inspection.scratch, length, note);
  }
  const length = foldInto(text, FOLDED, inspection.scratch);
  work += inspection.folded.find(inspection.scratch, length, note);
  inspection.workLeft -= work;
  if (inspection.workLeft < 0) inspection.tooMuch = true;
  return inspection.scratch.subarray(0, length);
}
