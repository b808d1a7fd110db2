import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KeywardError, newId, type Clock, type Random } from '../../core/index.ts';

/** The configuration file of a client as it was read. */
export interface ClientFile {
  readonly path: string;
  readonly text: string;
  /** Permissions to keep; undefined when there is no file yet. */
  readonly mode: number | undefined;
}

const MAX_BYTES = 32 * 1024 * 1024;
const PRIVATE_MODE = 0o600;
const PERMISSIONS = 0o777;

/**
 * Read it; an absent one is empty. Throws `CONNECT_CONFIG_UNUSABLE` for anything but a plain file of this user in
 * UTF-8: behind a link lies a file that something else looks after.
 */
export async function readClientFile(path: string): Promise<ClientFile> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw unusable('it cannot be examined', error);
  });
  if (found === undefined) return { path, text: '', mode: undefined };
  if (found.isSymbolicLink()) throw unusable('it is a symbolic link');
  if (!found.isFile()) throw unusable('it is not a plain file');
  const text = await readText(path);
  return { path, text, mode: found.mode & PERMISSIONS };
}

interface Writing {
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Put a new text instead of what was read, whole or not at all, and answer the path of a copy of the old one.
 * With `undefined` the file goes, which held nothing but what is taken out. Throws `CONNECT_CONFIG_CHANGED` when the client wrote it in the meantime, and
 * `STORAGE_UNAVAILABLE`.
 */
export async function replaceClientFile(
  file: ClientFile,
  text: string | undefined,
  { clock, random }: Writing,
): Promise<string | undefined> {
  try {
    const { path } = file;
    await mkdir(dirname(path), { recursive: true });
    const backup = file.mode === undefined || text === undefined ? undefined : backupPath(path, clock);
    if (backup !== undefined) await writeNew(backup, file.text, PRIVATE_MODE);
    const temporary = join(dirname(path), `.${basename(path)}.${newId(random)}.tmp`);
    if (text !== undefined) await writeNew(temporary, text, file.mode ?? PRIVATE_MODE);
    try {
      await assertUnchanged(file);
      await (text === undefined ? rm(path, { force: true }) : rename(temporary, path));
    } finally {
      await rm(temporary, { force: true });
    }
    return backup;
  } catch (cause) {
    if (cause instanceof KeywardError) throw cause;
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the configuration of the client cannot be written', {
      hint: 'check the permissions of its folder and the disk',
      cause,
    });
  }
}

// A backup may hold the keys of other servers, and is for this user alone whatever the file was.
function backupPath(path: string, clock: Clock): string {
  const stamp = new Date(clock.now()).toISOString().replace(/[-:]/g, '');
  return `${path}.keyward-${stamp}.bak`;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_MODE);
  try {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function assertUnchanged({ path, text }: ClientFile): Promise<void> {
  if ((await readClientFile(path)).text === text) return;
  throw new KeywardError('CONNECT_CONFIG_CHANGED', 'the client changed its configuration meanwhile');
}

async function readText(path: string): Promise<string> {
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
  const file = await open(path, constants.O_RDONLY | noFollow).catch((cause: unknown) => {
    throw unusable('it cannot be opened', cause);
  });
  try {
    const { size, uid } = await file.stat();
    if (size > MAX_BYTES) throw unusable('it is larger than 32 MiB');
    if (process.platform !== 'win32' && uid !== process.getuid?.()) throw unusable('it belongs to another user');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile());
  } catch (cause) {
    throw cause instanceof KeywardError ? cause : unusable('it is not UTF-8 text', cause);
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unusable(why: string, cause?: unknown): KeywardError {
  return new KeywardError('CONNECT_CONFIG_UNUSABLE', `the configuration of the client cannot be changed: ${why}`, {
    cause,
  });
}
