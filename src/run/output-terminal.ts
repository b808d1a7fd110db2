import { closeSync } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { ReadStream, type WriteStream } from 'node:tty';
import { saveTheRest } from './drain-pty.ts';

export interface OutputTerminal {
  /** What the child writes to: a terminal of the same size as the screen. */
  readonly childEnd: number;
  /** What was written; ends when no process can write any more. */
  readonly output: Readable;
  /** The child has its end now. `tell` lets it know of a new size. */
  handOver(tell: () => void): void;
  close(): void;
}

/** Two file descriptors; the part has this for itself and not among its types. */
export interface PtyBinding {
  open(columns: number, rows: number): { readonly master: number; readonly slave: number };
  resize(master: number, columns: number, rows: number): void;
}

/**
 * A pseudo-terminal for output alone, so that a program whose input is a pipe or whose errors go to a file still has
 * its colours. No process's controlling terminal: keys and job control stay with the real one.
 */
export function openOutputTerminal(binding: PtyBinding, screen: WriteStream): OutputTerminal {
  const { master, slave } = binding.open(screen.columns, screen.rows);
  const output = new PassThrough();
  const from = new ReadStream(master);
  // Linux says EIO where a pipe would say that it ended.
  from.on('error', () => undefined).on('close', () => output.end());
  saveTheRest(from, master, (bytes) => output.write(bytes));
  let resize: (() => void) | undefined;
  return {
    childEnd: slave,
    output,
    handOver(tell) {
      closeSync(slave);
      from.pipe(output, { end: false });
      resize = () => {
        binding.resize(master, screen.columns, screen.rows);
        tell();
      };
      screen.on('resize', resize);
    },
    close() {
      if (resize !== undefined) screen.off('resize', resize);
      from.destroy();
    },
  };
}
