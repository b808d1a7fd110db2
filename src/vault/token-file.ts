import { open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { KeywardError, type Json } from '../core/index.ts';
import { isErrorWithCode } from './error-with-code.ts';
import { readOwnFile } from './own-file.ts';

const FILE_MODE = 0o600;

const json: z.ZodType<Json> = z.json();
const common = { v: z.literal(1), agent_id: z.string(), note: json };

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('plain'), token: z.string() }),
  z.strictObject({ ...common, kind: z.literal('keychain'), account: z.string().regex(/^[a-z2-7]{26}$/) }),
]);

/** What a file of a saved token says: the token itself, or where in the keychain it is. */
export type TokenFile = z.infer<typeof schema>;

/** The file, undefined when there is none. Throws `VAULT_FOLDER_UNSAFE` for one that others could have written or read. */
export async function readTokenFile(path: string): Promise<TokenFile | undefined> {
  const text = await readOwnFile(path, 'the file of a saved token');
  if (text === undefined) return undefined;
  const file = schema.safeParse(parseJson(text)).data;
  if (file === undefined) throw unsafe('the file of a saved token is damaged');
  return file;
}

/** Write the file, or replace it whole: no process reads half a token. Throws `STORAGE_UNAVAILABLE`. */
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
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the token of the agent cannot be stored', { cause });
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
