import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { KeywardError } from '../../core/index.ts';

const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;

/**
 * Make sure that `path` is a regular file of our own with mode 0600 before SQLite opens it; SQLite
 * gives its -wal and -shm files the same mode. An existing file is looked at but never opened here:
 * closing a second descriptor would drop the locks this process holds on it (POSIX advisory locks).
 *
 * Throws `VAULT_FOLDER_UNSAFE` for a symbolic link, another kind of file, another owner or a looser
 * mode, and `STORAGE_UNAVAILABLE` when the file cannot be made.
 */
export async function ensurePrivateFile(path: string): Promise<void> {
  await createNew(path);
  for (const suffix of ['', '-wal', '-shm']) await assertPrivate(`${path}${suffix}`);
}

async function createNew(path: string): Promise<void> {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  try {
    const file = await open(path, flags, OWNER_ONLY);
    await file.close();
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the database file cannot be created', { cause: error });
  }
}

async function assertPrivate(path: string): Promise<void> {
  const stats = await statOrMissing(path);
  if (stats === undefined) return;
  if (!stats.isFile()) throw unsafe('the database is not a regular file');
  if (process.platform === 'win32') return;
  if (stats.uid !== process.getuid?.()) throw unsafe('the database belongs to another user');
  if ((stats.mode & GROUP_AND_OTHERS) !== 0) throw unsafe('the database can be read by others');
}

async function statOrMissing(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the database file cannot be read (stat failed)', { cause: error });
  }
}

function unsafe(message: string): KeywardError {
  return new KeywardError('VAULT_FOLDER_UNSAFE', message);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
