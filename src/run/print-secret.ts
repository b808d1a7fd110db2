import { revealBytes } from '../core/hazmat.ts';
import type { Random, SecretValue } from '../core/index.ts';
import { writeNewFile } from './write-new-file.ts';

export interface PrintOptions {
  /** A file in place of the stream. */
  readonly outFile?: string | undefined;
  /** Of that file, such as 0o600. */
  readonly mode: number;
  readonly force: boolean;
  /** Ends the value on the stream; a file is the value byte for byte. */
  readonly newline: boolean;
  readonly stdout: NodeJS.WritableStream;
  readonly random: Random;
}

/** Hand a value over: to the stream, or into a new file. Throws as `writeNewFile`. */
export async function printSecret(value: SecretValue, options: PrintOptions): Promise<void> {
  const { outFile, mode, force, newline, stdout, random } = options;
  const bytes = revealBytes(value);
  if (outFile !== undefined) return writeNewFile({ path: outFile, bytes, mode, force, random });
  await new Promise<void>((resolve) => {
    stdout.write(newline ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes, () => resolve());
  });
}
