import { isUtf8 } from 'node:buffer';
import { revealBytes } from '../../core/hazmat.ts';
import type { SecretValue } from '../../core/index.ts';

/** Shorter values are not looked for: they would strike ordinary output. */
const MIN_BYTES = 4;
/** A line of a longer value that is concealed by itself, as programs print keys line by line. */
const MIN_LINE = 16;
/** Of an encoding of a piece: shorter ones would strike ordinary output. */
const MIN_ENCODED = 8;

/**
 * How programs print a value: as it is, without the white space at its edges, by lines, in base64 (RFC 4648, at each offset it may have in what was
 * encoded), hexadecimal, percent-encoded (RFC 3986) and as a JSON string (RFC 8259). Bytes, without duplicates.
 */
export function maskedForms(secrets: readonly SecretValue[]): readonly Uint8Array[] {
  const forms = new Map<string, Uint8Array>();
  for (const bytes of secrets.flatMap(wholeAndTrimmed).filter(({ length }) => length >= MIN_BYTES)) {
    for (const form of formsOf(bytes)) forms.set(form.toString('latin1'), form);
  }
  return [...forms.values()];
}

// A file ends with a line break that programs drop.
function wholeAndTrimmed(secret: SecretValue): readonly Buffer[] {
  const bytes = Buffer.from(revealBytes(secret));
  const trimmed = bytes.toString('latin1').replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  return trimmed.length === bytes.length ? [bytes] : [bytes, Buffer.from(trimmed, 'latin1')];
}

function formsOf(bytes: Buffer): readonly Buffer[] {
  const encoded = [...base64Forms(bytes), bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
  const texts = isUtf8(bytes) ? textForms(bytes.toString('utf8')) : [];
  return [
    bytes,
    ...[...texts, ...encoded.filter(({ length }) => length >= MIN_ENCODED)].map((text) => Buffer.from(text, 'utf8')),
  ];
}

function textForms(text: string): readonly string[] {
  const wellFormed = text.toWellFormed();
  const percent = encodeURIComponent(wellFormed);
  const strict = percent.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(text).slice(1, -1);
  const lines = text.split(/\r?\n/);
  return [
    ...[percent, strict].flatMap((form) => [
      form,
      form.replace(/%[0-9A-F]{2}/g, lowerCase),
      form.replaceAll('%20', '+'),
    ]),
    encodeURI(wellFormed),
    json,
    json.replaceAll('/', '\\/'),
    json.replace(/[\u0080-\uffff]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`),
    // A terminal shows every line break as two characters.
    lines.join('\r\n'),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= MIN_LINE && !line.startsWith('-----')) : []),
  ].filter((form) => form.length >= MIN_BYTES);
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function base64Forms(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64');
  const inside = [1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first characters are shared with what stands before, and the last with what follows.
    const shared = ((offset + bytes.length) * 8) % 6 === 0 ? 0 : 1;
    return text.slice(offset === 1 ? 2 : 3, text.length - shared);
  });
  const bare = whole.replace(/=+$/, '');
  const core = (bytes.length * 8) % 6 === 0 ? bare : bare.slice(0, -1);
  const forms = [whole, bare, core, ...inside];
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
