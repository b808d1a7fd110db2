import { grant } from '../engine/budget.ts';
import type { Detector } from '../engine/detector.ts';
import { isClean } from '../engine/inspect.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedText, ScrubStream } from '../scrubber.ts';
import { parseContentType } from './content-type.ts';
import { EVENTS, inspectRecords, type RecordFormat, scrubRecords } from './scrub-records.ts';
import { withoutTail } from './scrub-text.ts';

/** Least characters that are scrubbed together; a block ends at the first line (or event) end from there on. */
const BLOCK = 65_536;
/** A block without such an end is cut here. */
const MAX_BLOCK = 4 * BLOCK;
/** A secret that lies over the seams of more blocks than this is no accident: they are withheld. */
const MAX_MERGED = 4;
/** What is looked at on each side of a seam, at least; eight times the longest secret if that is more. */
const SEAM = 4_096;

const ONE_TEXT: RecordFormat = { split: (text) => [text], payload: () => undefined, withheld: (mark) => mark };

interface Block {
  readonly raw: string;
  readonly scrubbed: ScrubbedText;
  readonly merged: number;
}

/**
 * Scrub a stream of UTF-8 block by block. Where a block ends is decided by what is in the stream, never by how
 * it arrives; each block is held back until the one after it is known, so that nothing passes over the seam.
 */
export function scrubStream(detector: Detector, contentType: string | undefined): ScrubStream {
  const format = parseContentType(contentType).format === 'events' ? EVENTS : ONE_TEXT;
  const decoder = new TextDecoder('utf-8');
  const tally = { hits: 0, withheld: false, partial: false, names: new Set<string>() };
  let pending = '';
  let held: Block | undefined;

  const release = (block: Block | undefined): string => {
    if (block === undefined) return '';
    tally.hits += block.scrubbed.hits;
    tally.withheld ||= block.scrubbed.withheld;
    const shown = tally.partial ? '' : block.scrubbed.text;
    // What was passed on cannot be taken back, but nothing more comes behind a piece of a secret.
    tally.partial ||= block.scrubbed.partial;
    for (const name of block.scrubbed.names) tally.names.add(name);
    return shown;
  };
  const take = (raw: string): string => {
    const block = { raw, scrubbed: scrubRecords(detector, raw, format), merged: 1 };
    const joined = held === undefined ? undefined : joinOverSeam(detector, format, { first: held, second: block });
    const passed = joined === undefined ? release(held) : '';
    held = joined ?? block;
    return passed;
  };
  const drain = (): string => {
    let passed = '';
    for (let end = blockEnd(pending, format); end > 0; end = blockEnd(pending, format)) {
      passed += take(pending.slice(0, end));
      pending = pending.slice(end);
    }
    return passed;
  };
  return {
    write: (chunk) => {
      grant(detector.budget, chunk.length);
      pending += decoder.decode(chunk, { stream: true });
      return drain();
    },
    end: ({ truncated = false } = {}) => {
      pending += decoder.decode();
      let text = drain();
      if (truncated) {
        pending = withoutTail((held?.raw ?? '') + pending, detector.longest);
        held = undefined;
      }
      if (pending !== '') text += take(pending);
      text += release(held);
      const { hits, withheld, partial } = tally;
      return { text, hits, withheld, partial, names: [...tally.names] };
    },
  };
}

/** Where the first block of the text ends, 0 while that is not known yet. */
function blockEnd(text: string, format: RecordFormat): number {
  if (text.length < BLOCK) return 0;
  const ends = (format === EVENTS ? ['\n\n', '\n\r\n'] : ['\n']).map((mark) => {
    const at = text.indexOf(mark, BLOCK - mark.length);
    return at < 0 ? Infinity : at + mark.length;
  });
  const end = Math.min(...ends);
  if (end <= MAX_BLOCK) return end;
  if (text.length < MAX_BLOCK) return 0;
  // Not between the halves of a surrogate pair.
  return /[\ud800-\udbff]/.test(text.charAt(MAX_BLOCK - 1)) ? MAX_BLOCK - 1 : MAX_BLOCK;
}

interface Neighbours {
  readonly first: Block;
  readonly second: Block;
}

/** Both blocks as one when something shows only over the seam between them. */
function joinOverSeam(detector: Detector, format: RecordFormat, { first, second }: Neighbours): Block | undefined {
  const reach = Math.max(SEAM, detector.longest * 8);
  const seam = first.scrubbed.text.slice(-reach) + second.scrubbed.text.slice(0, reach);
  const verdict = inspectRecords(detector.inspector, seam, format);
  if (isClean(verdict)) return undefined;
  if (first.merged < MAX_MERGED && !verdict.tooMuch) {
    const raw = first.raw + second.raw;
    return { raw, scrubbed: scrubRecords(detector, raw, format), merged: first.merged + 1 };
  }
  const names = [...new Set([...first.scrubbed.names, ...second.scrubbed.names, ...detector.namesOf(verdict)])];
  const hits = first.scrubbed.hits + second.scrubbed.hits + verdict.found.size;
  return { raw: '', scrubbed: { text: WITHHELD, hits, withheld: true, names, partial: true }, merged: 1 };
}
