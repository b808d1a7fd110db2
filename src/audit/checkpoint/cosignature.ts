import { verify } from '../../crypto/index.ts';
import type { NoteSigner } from './audit-key.ts';
import { signaturesOf } from './checkpoint.ts';
import { parseNote, type NoteSignature } from './signed-note.ts';
import { makeVerifierKey, type VerifierKey } from './verifier-key.ts';

const TIME_BYTES = 8;

export interface Witnessed {
  readonly name: string;
  /** When the witness saw the checkpoint, by its own clock: seconds since the epoch. */
  readonly atSeconds: number;
}

export interface WitnessIdentity {
  readonly name: string;
  readonly signer: NoteSigner;
}

/** Co-sign the text of a checkpoint: a witness says that it saw it, when, and consistent with all before (c2sp.org/tlog-cosignature). */
export function cosign(text: string, atSeconds: number, { name, signer }: WitnessIdentity): NoteSignature {
  const { keyId } = makeVerifierKey(name, 'witness', signer.publicKey);
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(atSeconds));
  return { name, keyId, signature: Buffer.concat([time, signer.sign(cosignedBytes(text, atSeconds))]) };
}

/** Which of these witnesses truly co-signed a note. A false or unknown signature counts for nothing. */
export function witnessesOf(note: string, keys: readonly VerifierKey[]): readonly Witnessed[] {
  const parsed = parseNote(note);
  if (parsed === undefined) return [];
  const witnesses = keys.filter(({ kind }) => kind === 'witness');
  return witnesses.flatMap((key) =>
    signaturesOf(parsed, key).flatMap((signature) => {
      const atSeconds = verifyCosignature(parsed.text, signature, key);
      return atSeconds === undefined ? [] : [{ name: key.name, atSeconds }];
    }),
  );
}

/** When the witness co-signed this text. Undefined when it did not. */
export function verifyCosignature(text: string, { signature }: NoteSignature, key: VerifierKey): number | undefined {
  if (signature.byteLength <= TIME_BYTES) return undefined;
  const atSeconds = Number(Buffer.from(signature).readBigUInt64BE(0));
  const isTrue = verify(cosignedBytes(text, atSeconds), signature.subarray(TIME_BYTES), key.publicKey);
  return isTrue ? atSeconds : undefined;
}

function cosignedBytes(text: string, atSeconds: number): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${atSeconds}\n${text}`);
}
