import type { Detector } from '../engine/detector.ts';
import { WITHHELD } from '../marks.ts';
import type { ScrubbedBody, ScrubbedText } from '../scrubber.ts';
import { scrubText } from './scrub-text.ts';

export interface Multipart {
  readonly bytes: Uint8Array;
  readonly boundary: string;
  readonly scrubPart: (
    detector: Detector,
    part: { bytes: Uint8Array; contentType: string | undefined },
  ) => ScrubbedBody;
}

/** More parts than this are not told apart: the body is scrubbed as one text. */
const MAX_PARTS = 1_000;

/** Scrub a multipart body (RFC 2046 section 5.1) part by part, then as a whole. Its parts come out as UTF-8. */
export function scrubMultipart(detector: Detector, { bytes, boundary, scrubPart }: Multipart): ScrubbedText {
  const delimiter = `--${boundary}`;
  const pieces = toLatin1(bytes).split(delimiter);
  if (pieces.length < 3 || pieces.length > MAX_PARTS || boundary === '') {
    return scrubText(detector, Buffer.from(toLatin1(bytes), 'latin1').toString('utf8'));
  }
  const parts = pieces.slice(1, -1).map((piece) => {
    const { head, body, contentType } = readPart(piece);
    return { head, scrubbed: scrubPart(detector, { bytes: Buffer.from(body, 'latin1'), contentType }) };
  });
  const text = parts.map(({ head, scrubbed }) => `${delimiter}${head}\r\n\r\n${shown(scrubbed)}\r\n`).join('');
  const whole = scrubText(detector, `${text}${delimiter}--\r\n`);
  const all = [...parts.map(({ scrubbed }) => scrubbed), whole];
  const partial = all.some((part) => part.partial);
  return {
    partial,
    text: partial ? WITHHELD : whole.text,
    hits: all.reduce((sum, { hits }) => sum + hits, 0),
    withheld: all.some(({ withheld }) => withheld),
    names: [...new Set(all.flatMap(({ names }) => names))],
  };
}

interface Part {
  readonly head: string;
  readonly body: string;
  readonly contentType: string | undefined;
}

function readPart(piece: string): Part {
  const end = /\r?\n\r?\n/.exec(piece);
  const head = end === null ? '' : Buffer.from(piece.slice(0, end.index), 'latin1').toString('utf8');
  const body = end === null ? piece : piece.slice(end.index + end[0].length).replace(/\r?\n$/, '');
  const contentType = /^content-type:[ \t]*(.+)$/im.exec(head)?.[1] ?? 'text/plain';
  // A multipart inside a multipart is scrubbed as text: each level would cost a pass.
  return { head, body, contentType: contentType.startsWith('multipart/') ? 'text/plain' : contentType };
}

function shown(part: ScrubbedBody): string {
  switch (part.kind) {
    case 'json':
      return JSON.stringify(part.value);
    case 'text':
      return part.text;
    case 'binary':
    case 'withheld':
      return WITHHELD;
  }
}

function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
