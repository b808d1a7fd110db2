import { constants, closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { KeywardError } from '../core/index.ts';

const WRITABLE_BY_OTHERS = 0o022;
const MAX_BYTES = 1024 * 1024;

/**
 * The text of `config.json`, undefined when there is none. It says where the trail goes and whose tokens
 * count, so it must be a file that only its owner can change.
 *
 * Throws `CONFIG_INVALID` for a link, another kind of file, another owner, a looser mode or over 1 MiB.
 */
export function readSettingsFile(path: string): string | undefined {
  const descriptor = openOrMissing(path);
  if (descriptor === undefined) return undefined;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > MAX_BYTES) throw invalid('it is not a file of at most 1 MiB');
    if (process.platform !== 'win32' && stats.uid !== process.getuid?.()) throw invalid('it belongs to another user');
    if (process.platform !== 'win32' && (stats.mode & WRITABLE_BY_OTHERS) !== 0) {
      throw invalid('it can be changed by others');
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function openOrMissing(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw invalid('it cannot be opened, or is a link', error);
  }
}

function invalid(problem: string, cause?: unknown): KeywardError {
  return new KeywardError('CONFIG_INVALID', `config.json: ${problem}`, { cause });
}
