import { createHash } from 'node:crypto';
import { KeywardError } from '../../core/index.ts';
import { fromBase64, toBase64 } from './signed-note.ts';

const KIND_BYTES = { log: 0x01, witness: 0x04 } as const;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;

/** Whose Ed25519 key it is: a log signs its own checkpoints, a witness co-signs those of others. */
export type KeyKind = keyof typeof KIND_BYTES;

/** What it takes to check one signer's signatures under a note (c2sp.org/signed-note, "verifier keys"). */
export interface VerifierKey {
  readonly name: string;
  readonly kind: KeyKind;
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;
}

export function makeVerifierKey(name: string, kind: KeyKind, publicKey: Uint8Array): VerifierKey {
  const typed = Buffer.concat([Buffer.of(KIND_BYTES[kind]), publicKey]);
  const keyId = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, KEY_ID_BYTES);
  return { name, kind, publicKey, keyId };
}

/** The key as one line of text: name, key id and key, joined by `+`. */
export function formatVerifierKey({ name, kind, publicKey, keyId }: VerifierKey): string {
  const typed = Buffer.concat([Buffer.of(KIND_BYTES[kind]), publicKey]);
  return `${name}+${Buffer.from(keyId).toString('hex')}+${toBase64(typed)}`;
}

/** Read a verifier key from its line of text. Throws `CONFIG_INVALID`. */
export function parseVerifierKey(line: string): VerifierKey {
  const [, name = '', , encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(line.trim()) ?? [];
  const bytes = fromBase64(encoded);
  const kind = bytes?.[0] === KIND_BYTES.log ? 'log' : bytes?.[0] === KIND_BYTES.witness ? 'witness' : undefined;
  if (bytes?.byteLength !== PUBLIC_KEY_BYTES + 1 || kind === undefined) throw notAKey();
  const key = makeVerifierKey(name, kind, bytes.subarray(1));
  if (formatVerifierKey(key) !== line.trim()) throw notAKey();
  return key;
}

function notAKey(): KeywardError {
  return new KeywardError('CONFIG_INVALID', 'the verifier key does not have the form name+id+key');
}
