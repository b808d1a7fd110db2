import type { Json } from '../../core/index.ts';
import { isSpent, spend } from '../engine/budget.ts';
import type { Cleaned, Cleaner } from '../engine/cleaner.ts';
import type { Detector } from '../engine/detector.ts';
import { anyOf, type Inspector, isClean, UNREADABLE, type Verdict } from '../engine/inspect.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedText } from '../scrubber.ts';
import { joinLeaves } from './json-leaves.ts';
import { NOT_FOUND } from './not-found.ts';
import { parseJson } from './parse-json.ts';

/** How a text falls into parts of which one can be withheld without the others. */
export interface RecordFormat {
  /** The parts, which make up the whole text. */
  split(text: string): string[];
  /** JSON inside a part, if any: its strings may be pieces of one text. */
  payload(part: string): Json | undefined;
  /** A part that says nothing but the mark. */
  withheld(mark: string): string;
}

export const JSON_LINES: RecordFormat = {
  split: (text) => text.split(/(?<=\n)/),
  // RFC 7464 puts a record separator before each text.
  payload: (line) => parseJson(line.replace(/^\u001e/, '')),
  withheld: (mark) => `${JSON.stringify(mark)}\n`,
};

export const EVENTS: RecordFormat = {
  split: (text) => text.split(/(?<=\r\n\r\n|\n\n|\r\r)/),
  payload: (event) => parseJson(event.replaceAll(/^(?:data: ?|(?:event|id|retry|:).*$)/gm, '')),
  withheld: (mark) => `data: ${mark}\n\n`,
};

export const FORM: RecordFormat = {
  split: (text) => text.split(/(?<=&)/),
  payload: () => undefined,
  withheld: (mark) => `${encodeURIComponent(mark)}&`,
};

/** What telling a part from its neighbours costs, in steps of the budget. */
const PART_STEPS = 256;

/** Scrub a text part by part: what can only be withheld takes its part along, not the rest. */
export function scrubRecords(detector: Detector, text: string, format: RecordFormat): ScrubbedText {
  const verdict = inspectRecords(detector.inspector, text, format);
  if (isClean(verdict)) return { text, ...NOT_FOUND };
  const names = detector.namesOf(verdict);
  const nothing = { text: WITHHELD, hits: names.length, withheld: true, names, partial: false };
  if (verdict.tooMuch) return nothing;
  const cleaner = detector.cleanerFor(verdict);
  const parts = cleanParts(cleaner, format.split(text));
  if (parts === undefined) return nothing;
  const output = parts.map((part) => (part.withheld ? format.withheld(part.text) : part.text)).join('');
  const hits = Math.max(
    parts.reduce((sum, part) => sum + part.hits, 0),
    names.length,
  );
  const left = inspectRecords(cleaner.inspector, output, format);
  if (isClean(left))
    return { text: output, hits, withheld: parts.some((part) => part.withheld), names, partial: false };
  const isWhole = inspectRecords(cleaner.whole, output, format).found.size > 0;
  return { ...nothing, text: cleaner.withheldMark, hits, partial: !isWhole && left.found.size > 0 };
}

/** Undefined when the budget was spent before the last part. */
function cleanParts(cleaner: Cleaner, parts: readonly string[]): Cleaned[] | undefined {
  const cleaned: Cleaned[] = [];
  for (const part of parts) {
    if (isSpent(cleaner.whole.budget)) return undefined;
    const shown = cleaner.clean(part);
    const verdict = shown.withheld ? undefined : cleaner.inspector.inspect(Buffer.from(shown.text, 'utf8'));
    // Nested too deep, and nothing of a secret: the part is left out, the others stay.
    const isDeep = verdict !== undefined && verdict.found.size === 0 && !isClean(verdict);
    cleaned.push(isDeep ? { ...shown, text: cleaner.withheldMark, withheld: true } : shown);
  }
  return cleaned;
}

export function inspectRecords(inspector: Inspector, text: string, format: RecordFormat): Verdict {
  const parts = format.split(text);
  if (!spend(inspector.budget, parts.length * PART_STEPS)) return UNREADABLE;
  const leaves = joinLeaves(parts.flatMap((part) => format.payload(part) ?? []));
  if (leaves === undefined || !spend(inspector.budget, leaves.steps)) return UNREADABLE;
  const { values, columns } = leaves;
  return anyOf([
    inspector.inspect(Buffer.from(text, 'utf8')),
    inspector.inspect(Buffer.from(values, 'utf8')),
    inspector.scan(Buffer.from(columns, 'utf8')),
  ]);
}
