import { Transform } from 'node:stream';
import type { Masker } from './masker.ts';

/** Runs `work` once after that many milliseconds; answers what calls it off. */
export type Schedule = (work: () => void, delayMs: number) => () => void;

/** The longest that a byte which begins no value is held back. */
const DELAY_MS = 4;

/** A masker in a pipeline. Everything that came in is passed on by the end, or a mark in its place. */
export function maskStream(masker: Masker, schedule: Schedule): Transform {
  let callOff: (() => void) | undefined;
  const pass = (stream: Transform, pieces: readonly Uint8Array[]): void => {
    for (const piece of pieces) stream.push(piece);
  };
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      callOff?.();
      pass(this, masker.write(chunk));
      callOff = masker.waiting ? schedule(() => pass(this, masker.release()), DELAY_MS) : undefined;
      done();
    },
    flush(done) {
      callOff?.();
      pass(this, masker.end());
      done();
    },
  });
}
