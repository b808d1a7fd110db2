import { findBase32Runs } from '../views/base32.ts';
import { findBase64Runs } from '../views/base64.ts';
import { readByteArrays } from '../views/byte-arrays.ts';
import { changedParts } from '../views/changed-parts.ts';
import { normaliseLetters } from '../views/compatibility.ts';
import { inflateMembers } from '../views/gzip.ts';
import { findHexRuns } from '../views/hex.ts';
import { legibleParts } from '../views/legible.ts';
import { decodeRuns } from '../views/symbol-runs.ts';
import { unescape } from '../views/unescape.ts';
import { FOLDED, foldInto, PLAIN } from './fold.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { buildNeedles } from './needles.ts';
import type { PlainSecret } from './plain-secret.ts';

export interface Verdict {
  /** Indices of the secrets that some view shows. */
  readonly found: ReadonlySet<number>;
  /** The input is nested deeper, or decodes to more, than is looked at: withhold it. */
  readonly overBound: boolean;
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

const MIN_RUN = 16;

const LONG_RUN = 24;
const MANY_ESCAPES = 8;

export function createInspector(secrets: readonly PlainSecret[], strict: boolean, bounds: Bounds): Inspector {
  const needles = buildNeedles(secrets, strict);
  const folded = createMatcher(needles.folded);
  const plain = needles.plain.length === 0 ? undefined : createMatcher(needles.plain);
  // Six bits a character: the shortest run that can hold the shortest piece whole.
  const minRun = Math.min(MIN_RUN, Math.ceil((needles.shortestPiece * 8) / 6));
  const start = (input: Uint8Array): Inspection => ({
    folded,
    plain,
    minRun,
    found: new Set(),
    overBound: false,
    workLeft: bounds.maxWorkBytes ?? input.length * 32 + 4_194_304,
    inflateLeft: bounds.maxInflatedBytes,
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

/** One verdict on several looks at the same input. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  return {
    found: new Set(verdicts.flatMap(({ found }) => [...found])),
    overBound: verdicts.some(({ overBound }) => overBound),
  };
}

interface Inspection {
  readonly folded: Matcher;
  readonly plain: Matcher | undefined;
  readonly minRun: number;
  readonly found: Set<number>;
  overBound: boolean;
  workLeft: number;
  inflateLeft: number;
  scratch: Uint8Array;
}

type View =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'unescaped'; readonly bytes: Uint8Array; readonly places: readonly number[] }
  | { readonly kind: 'runs'; readonly bytes: Uint8Array };

interface Layer {
  readonly bytes: Uint8Array;
  /** What of it is worth decoding further. */
  readonly text: Uint8Array;
  readonly folded: Uint8Array;
}

function lookThrough(inspection: Inspection, view: View, depth: number): void {
  if (inspection.overBound || view.bytes.length === 0) return;
  const folded = lookAt(inspection, view.bytes);
  if (depth === MAX_DEPTH) {
    if (isStillEncoded(view.kind === 'runs' ? legibleParts(view.bytes) : view.bytes)) inspection.overBound = true;
    return;
  }
  const layer = { bytes: view.bytes, folded, text: textOf(view) };
  for (const next of decodedViews(inspection, layer)) lookThrough(inspection, next, depth + 1);
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
  if (inspection.workLeft < 0) inspection.overBound = true;
  return inspection.scratch.subarray(0, length);
}

function decodedViews(inspection: Inspection, { bytes, text, folded }: Layer): View[] {
  const { minRun } = inspection;
  const base64Runs = findBase64Runs(text, minRun);
  const base32Runs = base64Runs === undefined ? undefined : findBase32Runs(base64Runs, minRun);
  const unescaped = unescape(text);
  const texts = [normaliseLetters(text), readByteArrays(text)].filter((view) => view !== undefined);
  const decoded = [
    ...inflate(inspection, bytes),
    ...decodeRuns(findHexRuns(folded, MIN_RUN), 4),
    ...decodeRuns(base64Runs, 6),
    ...decodeRuns(base32Runs, 5),
  ];
  return [
    ...(unescaped === undefined ? [] : [{ kind: 'unescaped' as const, ...unescaped }]),
    ...texts.map((view) => ({ kind: 'text' as const, bytes: view })),
    ...decoded.map((view) => ({ kind: 'runs' as const, bytes: view })),
  ];
}

function textOf(view: View): Uint8Array {
  switch (view.kind) {
    case 'text':
      return view.bytes;
    case 'unescaped':
      return changedParts(view.bytes, view.places);
    case 'runs':
      return legibleParts(view.bytes);
  }
}

function inflate(inspection: Inspection, bytes: Uint8Array): readonly Uint8Array[] {
  const inflated = inflateMembers(bytes, inspection.inflateLeft);
  if (inflated.kind === 'over-bound') {
    inspection.overBound = true;
    return [];
  }
  inspection.inflateLeft -= inflated.texts.reduce((sum, text) => sum + text.length, 0);
  return inflated.texts;
}

/**
 * True when a fully decoded text asks for more: most of one of its lines is one long run, or it is full of
 * escapes. A run here and there (a hash in a document) is ordinary and not meant.
 */
function isStillEncoded(text: Uint8Array): boolean {
  let lineStart = 0;
  while (lineStart < text.length) {
    const lineBreak = text.indexOf(0x0a, lineStart);
    const lineEnd = lineBreak < 0 ? text.length : lineBreak;
    const runs = findBase64Runs(text.subarray(lineStart, lineEnd), LONG_RUN);
    if (runs !== undefined && runs.length * 2 > lineEnd - lineStart) return true;
    lineStart = lineEnd + 1;
  }
  return (unescape(text)?.places.length ?? 0) > MANY_ESCAPES + text.length / 64;
}
