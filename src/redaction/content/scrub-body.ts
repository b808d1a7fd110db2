import { isUtf8 } from 'node:buffer';

import type { Detector } from '../engine/detector.ts';
import { isClean } from '../engine/inspect.ts';
import type { ScrubbedBody, ScrubbedText, ScrubOptions } from '../scrubber.ts';
import { type BodyFormat, parseContentType } from './content-type.ts';
import { decodeCharset } from './decode-charset.ts';
import { isArchive } from './is-archive.ts';
import { NOT_FOUND } from './not-found.ts';
import { parseJson } from './parse-json.ts';
import { scrubJson } from './scrub-json.ts';
import { scrubMultipart } from './scrub-multipart.ts';
import { EVENTS, FORM, JSON_LINES, type RecordFormat, scrubRecords } from './scrub-records.ts';
import { scrubText, withoutTail } from './scrub-text.ts';

export interface Body extends ScrubOptions {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

const RECORDS: ReadonlyMap<BodyFormat, RecordFormat> = new Map([
  ['lines', JSON_LINES],
  ['events', EVENTS],
  ['form', FORM],
]);

/** Scrub a body by what it is declared to be; what is not declared is looked at for what it can be. */
export function scrubBody(detector: Detector, body: Body): ScrubbedBody {
  const { format, charset, boundary } = parseContentType(body.contentType);
  if (format === 'binary' || (format === 'unknown' && !looksLikeText(body.bytes)))
    return scrubBinary(detector, body.bytes);
  if (format === 'multipart' && boundary !== undefined && body.truncated !== true) {
    return asText(scrubMultipart(detector, { bytes: body.bytes, boundary, scrubPart: scrubBody }));
  }
  const decoded = decodeCharset(body.bytes, charset);
  if (decoded === undefined) return { kind: 'withheld', reason: 'charset', ...NOT_FOUND, withheld: true };
  // Plain bytes under such a label come out as another script, from which a reader gets them back.
  if (
    charset?.startsWith('utf-16') === true &&
    !body.bytes.includes(0) &&
    !isClean(detector.inspector.inspect(body.bytes))
  )
    return scrubBinary(detector, body.bytes);
  const text = body.truncated === true ? withoutTail(decoded, detector.longest) : decoded;
  const records = RECORDS.get(format);
  if (records !== undefined) return asText(scrubRecords(detector, text, records));
  const value = format === 'json' || format === 'unknown' ? parseJson(text) : undefined;
  const isJson = value !== undefined && (format === 'json' || typeof value === 'object');
  if (!isJson) return asText(scrubText(detector, text));
  const { value: shown, ...scrubbed } = scrubJson(detector, value, text);
  return scrubbed.partial
    ? { kind: 'withheld', reason: 'partial', ...scrubbed }
    : { kind: 'json', value: shown, ...scrubbed };
}

function asText({ text, ...scrubbed }: ScrubbedText): ScrubbedBody {
  return scrubbed.partial ? { kind: 'withheld', reason: 'partial', ...scrubbed } : { kind: 'text', text, ...scrubbed };
}

/** Bytes are looked at as they are. There is no cutting out of a format that is not known. */
function scrubBinary(detector: Detector, bytes: Uint8Array): ScrubbedBody {
  const verdict = detector.inspector.inspect(bytes);
  const names = detector.namesOf(verdict);
  const found = { hits: names.length, withheld: true, names, partial: false };
  if (verdict.found.size > 0) {
    const partial = detector.cleanerFor(verdict).whole.inspect(bytes).found.size === 0;
    return { kind: 'withheld', reason: partial ? 'partial' : 'secret', ...found, partial };
  }
  if (!isClean(verdict)) return { kind: 'withheld', reason: 'bound', ...found };
  if (isArchive(bytes)) return { kind: 'withheld', reason: 'archive', ...found };
  return { kind: 'binary', bytes, ...NOT_FOUND };
}

function looksLikeText(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}
