/** One signature line of a note: who, which of their keys, and the signature itself. */
export interface NoteSignature {
  readonly name: string;
  /** First four bytes of a hash over name, kind and key: a hint, not a proof. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A text with signatures under it (c2sp.org/signed-note). The text ends with a newline, which is signed too. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const MAX_NOTE_CHARS = 100_000;
const MAX_SIGNATURES = 100;
const KEY_ID_BYTES = 4;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) (\S+)$/u;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** The note as it is stored and sent. */
export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `\u2014 ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
}

/** Read a note. Undefined for anything that is not exactly of this form; signatures are not checked here. */
export function parseNote(raw: string): SignedNote | undefined {
  const end = raw.lastIndexOf('\n\n');
  if (raw.length > MAX_NOTE_CHARS || end < 0 || CONTROL.test(raw) || !raw.isWellFormed()) return undefined;
  const signatures = parseSignatures(raw.slice(end + 2));
  return signatures === undefined ? undefined : { text: raw.slice(0, end + 1), signatures };
}

/** Read signature lines. Undefined when there is none, too many, or one is malformed. */
export function parseSignatures(raw: string): readonly NoteSignature[] | undefined {
  const lines = raw.split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_SIGNATURES) return undefined;
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined);
  return signatures.length === lines.length ? signatures : undefined;
}

/** Bytes of canonical base64 (padded, no stray bits). Undefined for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (name === undefined || bytes === undefined || bytes.byteLength <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}
