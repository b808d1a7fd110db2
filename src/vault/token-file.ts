import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { KeywardError, type Json } from '../core/index.ts';
import { isErrorWithCode } from './error-with-code.ts';

const FILE_MODE = 0o600;
const ANYBODY_ELSE = 0o077;
const MAX_FILE_BYTES = 1024 * 1024;

const json: z.ZodType<Json> = z.json();
const common = { v: z.literal(1), agent_id: z.string(), note: json };

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('plain'), token: z.string() }),
  z.strictObject({ ...common, kind: z.literal('keychain'), account: z.string().regex(/^[a-z2-7]{26}$/) }),
]);

/** What a file of a kept token says: the token itself, or where in the keychain it is. */
export type TokenFile = z.infer<typeof schema>;

/** The file, undefined when there is none. Throws `VAULT_FOLDER_UNSAFE` for one that others could have written or read. */
export async function readTokenFile(path: string): Promise<TokenFile | undefined> {
  const text = await readOwnFile(path);
  if (text === undefined) return undefined;
  const file = schema.safeParse(parseJson(text)).data;
  if (file === undefined) throw unsafe('the file of a kept token is damaged');
  return file;
}

/** Write the file, or replace it whole: nobody reads half a token. Throws `STORAGE_UNAVAILABLE`. */
export async function writeTokenFile(path: string, content: TokenFile, unique: string): Promise<void> {
  const temporary = `${path}.${unique}.tmp`;
  try {
    const file = await open(temporary, 'wx', FILE_MODE);
    try {
      await file.writeFile(`${JSON.stringify(content)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the token of the agent cannot be kept', { cause });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** False when there was none. */
export async function deleteTokenFile(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT')) return false;
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the token of the agent cannot be deleted', { cause: error });
  }
}

async function readOwnFile(path: string): Promise<string | undefined> {
  // A symbolic link could make a server act as an agent of somebody else's choosing. Windows has no such flag.
  const flags = process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW;
  const file = await open(path, flags).catch((error: unknown) => {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw unsafe('the file of a kept token cannot be opened, or is a link', error);
  });
  if (file === undefined) return undefined;
  try {
    const { mode, uid, size } = await file.stat();
    const isOthers = process.platform !== 'win32' && (uid !== process.getuid?.() || (mode & ANYBODY_ELSE) !== 0);
    if (isOthers || size > MAX_FILE_BYTES) throw unsafe('the file of a kept token is open to other users');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unsafe(message: string, cause?: unknown): KeywardError {
  return new KeywardError('VAULT_FOLDER_UNSAFE', message, { cause });
}
