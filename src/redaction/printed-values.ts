import { revealBytes } from '../core/hazmat.ts';
import type { SecretValue } from '../core/index.ts';
import { type ByteFinder, createByteFinder } from './engine/byte-finder.ts';
import { knownForms } from './engine/known-forms.ts';

/** Shorter values are not looked for: they would strike ordinary output. */
const MIN_BYTES = 4;
/** A line of a longer value that is concealed by itself, as programs print keys line by line. */
const MIN_LINE = 16;
/** Of an encoding of a piece: shorter ones would strike ordinary output. */
const MIN_ENCODED = 8;
/** A shorter value from back to front, or in another case, may be an ordinary word. */
const MIN_TURNED = 16;

/**
 * Find values in the bytes that a program prints: as they are, without the white space at their edges, by lines, and
 * in every form that the scrubber cuts out of an answer. Nothing is decoded: output is fast and endless.
 */
export function createPrintedFinder(secrets: readonly SecretValue[]): ByteFinder {
  const forms = new Map<string, Uint8Array>();
  for (const bytes of secrets.flatMap(wholeAndTrimmed).filter(({ length }) => length >= MIN_BYTES))
    for (const form of formsOf(bytes)) forms.set(form.toString('latin1'), form);
  return createByteFinder([...forms.values()]);
}

// A file ends with a line break that programs drop.
function wholeAndTrimmed(secret: SecretValue): readonly Buffer[] {
  const bytes = Buffer.from(revealBytes(secret));
  const trimmed = bytes.toString('latin1').replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  return trimmed.length === bytes.length ? [bytes] : [bytes, Buffer.from(trimmed, 'latin1')];
}

function formsOf(bytes: Buffer): readonly Buffer[] {
  const decoded = bytes.toString('utf8');
  const text = Buffer.from(decoded, 'utf8').equals(bytes) ? decoded : undefined;
  const { literal, turned, encoded } = knownForms({ bytes, text });
  const padded = [bytes.toString('base64'), bytes.toString('base64').replace(/=+$/, '')];
  const urlSafe = padded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const texts = [
    ...[...literal, ...linesOf(text ?? '')].filter(({ length }) => length >= MIN_BYTES),
    ...[...encoded, ...padded, ...urlSafe].filter(({ length }) => length >= MIN_ENCODED),
    ...turned.filter(({ length }) => length >= MIN_TURNED),
  ];
  return [bytes, ...texts.map((form) => Buffer.from(form, 'utf8')).filter(({ length }) => length >= MIN_BYTES)];
}

/** A terminal shows every line break as two characters. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.length === 1) return [];
  return [lines.join('\r\n'), ...lines.filter((line) => line.length >= MIN_LINE && !line.startsWith('-----'))];
}
