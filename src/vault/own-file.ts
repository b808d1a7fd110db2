import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { KeywardError, SecretValue } from '../core/index.ts';
import { isErrorWithCode } from './error-with-code.ts';

const ANYBODY_ELSE = 0o077;
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * The text of a file that only this user can read and change, undefined when there is none. Throws `VAULT_FOLDER_UNSAFE`
 * naming it by `what` for a link, another owner, a mode looser than 0600, or over 1 MiB.
 */
export async function readOwnFile(path: string, what: string): Promise<string | undefined> {
  // A symbolic link could make a server act as an agent that an attacker chose. Windows has no such flag.
  const flags = process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW;
  const file = await open(path, flags).catch((error: unknown) => {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw unsafe(`${what} cannot be opened, or is a link`, error);
  });
  if (file === undefined) return undefined;
  try {
    const { mode, uid, size } = await file.stat();
    const isOthers = process.platform !== 'win32' && (uid !== process.getuid?.() || (mode & ANYBODY_ELSE) !== 0);
    if (isOthers || size > MAX_FILE_BYTES) throw unsafe(`${what} is open to other users`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** A secret that the owner keeps in a file of his own, without the line break at its end. Undefined when there is none. */
export async function readSecretFile(path: string, what: string): Promise<SecretValue | undefined> {
  const text = await readOwnFile(path, what);
  return text === undefined ? undefined : SecretValue.fromText(text.replace(/\r?\n$/, ''));
}

function unsafe(message: string, cause?: unknown): KeywardError {
  return new KeywardError('VAULT_FOLDER_UNSAFE', message, { cause });
}
