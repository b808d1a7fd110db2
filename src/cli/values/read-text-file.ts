import { readFile } from 'node:fs/promises';
import { KeywardError } from '../../core/index.ts';

/** A file the person named. Throws `CONFIG_INVALID` when it cannot be read, or is not UTF-8. */
export async function readTextFile(path: string, what: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', `the ${what} cannot be read as text`, { cause });
  }
}
