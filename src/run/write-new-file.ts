import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KeywardError, newId, type Random } from '../core/index.ts';

/** Until all of it is there, no other user may read it. */
const PRIVATE_MODE = 0o600;

export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Such as 0o600. */
  readonly mode: number;
  /** Replace what has this name. */
  readonly force: boolean;
  readonly random: Random;
}

/**
 * Write a file that holds a secret. It appears at once under its name, or not at all.
 *
 * Throws `OUTPUT_EXISTS` when there is something of that name and `force` is false, and `OUTPUT_UNWRITABLE`.
 */
export async function writeNewFile({ path, bytes, mode, force, random }: NewFile): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${newId(random)}.tmp`);
  try {
    await writeDurably(temporary, { bytes, mode });
    // link refuses an existing name, where rename would replace it.
    await (force ? rename(temporary, path) : link(temporary, path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new KeywardError('OUTPUT_EXISTS', 'the output file exists already', { cause: error });
    }
    throw new KeywardError('OUTPUT_UNWRITABLE', 'the output file cannot be written', { cause: error });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeDurably(path: string, { bytes, mode }: Pick<NewFile, 'bytes' | 'mode'>): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_MODE);
  try {
    await file.writeFile(bytes);
    if (mode !== PRIVATE_MODE) await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}
