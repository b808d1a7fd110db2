import { verify } from '../../crypto/index.ts';
import { EMPTY_ROOT, type TreeHash } from '../tree/tree-hash.ts';
import type { NoteSigner } from './audit-key.ts';
import { formatNote, fromBase64, parseNote, toBase64, type NoteSignature, type SignedNote } from './signed-note.ts';
import { makeVerifierKey, type VerifierKey } from './verifier-key.ts';

/** A statement about the first `size` records of a trail (c2sp.org/tlog-checkpoint, without extension lines). */
export interface Checkpoint {
  /** Which trail: `keyward-audit/` and the id of the chain. */
  readonly origin: string;
  readonly size: number;
  readonly root: TreeHash;
}

export interface SignedCheckpoint extends Checkpoint {
  /** The checkpoint as text with its signatures. */
  readonly note: string;
}

export function originOf(chain: string): string {
  return `keyward-audit/${chain}`;
}

/** The key that checks the checkpoints of a trail. Its name is the trail's origin. */
export function logKey(chain: string, publicKey: Uint8Array): VerifierKey {
  return makeVerifierKey(originOf(chain), 'log', publicKey);
}

/** The key that checks this checkpoint. */
export function logKeyOf({ origin }: Checkpoint, publicKey: Uint8Array): VerifierKey {
  return makeVerifierKey(origin, 'log', publicKey);
}

/** What a checkpoint's signatures are made over, final newline included. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Sign as the log itself. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): SignedCheckpoint {
  const text = checkpointText(checkpoint);
  const { name, keyId } = makeVerifierKey(checkpoint.origin, 'log', signer.publicKey);
  const signature = signer.sign(new TextEncoder().encode(text));
  return { ...checkpoint, note: formatNote({ text, signatures: [{ name, keyId, signature }] }) };
}

/**
 * Read a checkpoint that one of these keys has signed as the log. Undefined when it is malformed, when
 * none of them signed it, or when a signature under one of their names is false.
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): SignedCheckpoint | undefined {
  const parsed = parseNote(note);
  const checkpoint = parsed === undefined ? undefined : parseCheckpoint(parsed.text);
  if (parsed === undefined || checkpoint === undefined) return undefined;
  const logKeys = keys.filter(({ kind, name }) => kind === 'log' && name === checkpoint.origin);
  const verdicts = logKeys.flatMap((key) =>
    signaturesOf(parsed, key).map((signature) => isSignedBy(parsed, signature, key)),
  );
  return verdicts.length > 0 && verdicts.every(Boolean) ? { ...checkpoint, note } : undefined;
}

/** Read the three lines of a checkpoint's text. Undefined for anything else; says nothing about who signed. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, digits = '', encoded = ''] = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(text) ?? [];
  const root = fromBase64(encoded);
  const size = Number(digits);
  if (origin === undefined || root?.byteLength !== EMPTY_ROOT.byteLength || !Number.isSafeInteger(size))
    return undefined;
  return { origin, size, root };
}

/** The signatures that claim to be by this key. */
export function signaturesOf(note: SignedNote, key: VerifierKey): readonly NoteSignature[] {
  return note.signatures.filter(({ name, keyId }) => name === key.name && Buffer.compare(keyId, key.keyId) === 0);
}

function isSignedBy({ text }: SignedNote, { signature }: NoteSignature, { publicKey }: VerifierKey): boolean {
  return verify(new TextEncoder().encode(text), signature, publicKey);
}
