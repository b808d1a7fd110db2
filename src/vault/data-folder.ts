import type { Stats } from 'node:fs';
import { lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { KeywardError } from '../core/index.ts';
import { isErrorWithCode } from './error-with-code.ts';

const FOLDER_MODE = 0o700;
const ANYBODY_ELSE = 0o077;

/**
 * Make the data folder with mode 0700, or check the one that is there with everything directly in it:
 * nothing may be a symbolic link, belong to another user, or be open to group or others.
 *
 * Refuses rather than repairs: a folder that was open may have been read or prepared by another user
 * already. Throws `VAULT_FOLDER_UNSAFE`.
 */
export async function prepareDataFolder(path: string): Promise<void> {
  // Resolving also drops a slash at the end, with which lstat would follow a symbolic link.
  const folder = resolve(path);
  await makeFolders(folder).catch(refuseFolder(folder));
  await checkFolder(folder);
  const names = await readdir(folder).catch(refuseFolder(folder));
  await Promise.all(names.map((name) => checkEntry(join(folder, name))));
}

// One after the other: Node's recursive mkdir never ends in a file system where no folder can be made, such as /proc.
async function makeFolders(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    if (!isErrorWithCode(error, 'ENOENT') || dirname(folder) === folder) throw error;
    await makeFolders(dirname(folder));
    await makeFolder(folder);
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: FOLDER_MODE }).catch((error: unknown) => {
    if (!isErrorWithCode(error, 'EEXIST')) throw error;
  });
}

async function checkFolder(path: string): Promise<void> {
  const found = await lstat(path);
  if (!found.isDirectory()) throw unsafe(path, 'it is not a plain folder');
  checkAccess(path, found);
}

async function checkEntry(path: string): Promise<void> {
  // SQLite's side files come and go while other processes work.
  const found = await lstat(path).catch((error: unknown) => {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw unsafe(path, 'something in it cannot be examined', error);
  });
  if (found === undefined) return;
  if (!found.isFile() && !found.isDirectory()) throw unsafe(path, 'something in it is not a plain file or folder');
  checkAccess(path, found);
}

function checkAccess(path: string, { uid, mode }: Stats): void {
  // Windows has no owner and mode here, only access lists, which a profile folder inherits from its user.
  if (process.platform === 'win32') return;
  if (uid !== process.getuid?.()) throw unsafe(path, 'it belongs to another user');
  if ((mode & ANYBODY_ELSE) !== 0) throw unsafe(path, 'other users may reach it');
}

function refuseFolder(folder: string): (cause: unknown) => never {
  return (cause) => {
    throw unsafe(folder, 'it cannot be opened as a folder', cause);
  };
}

function unsafe(path: string, why: string, cause?: unknown): KeywardError {
  return new KeywardError('VAULT_FOLDER_UNSAFE', `the data folder is not safe: ${why}`, { details: { path }, cause });
}
