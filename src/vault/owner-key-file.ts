import { constants } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KeywardError } from '../core/index.ts';
import { isErrorWithCode } from './error-with-code.ts';

const FILE_NAME = 'owner.key';
const FILE_MODE = 0o600;
const MAX_FILE_BYTES = 4096;

// Base64 of 32 bytes, in its one canonical form.
const keyText = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ v: z.literal(1), kind: z.literal('plain'), key: keyText }),
  z.strictObject({
    v: z.literal(1),
    kind: z.literal('passphrase'),
    kdf: z.strictObject({ name: z.literal('scrypt'), n: z.int(), r: z.int(), p: z.int(), salt: z.base64() }),
    sealed: z.base64(),
  }),
  z.strictObject({ v: z.literal(1), kind: z.literal('keychain'), account: z.string().regex(/^[a-z2-7]{26}$/) }),
]);

/** What `owner.key` says: the key itself, the key wrapped with a passphrase, or where in the keychain it is. */
export type OwnerKeyFile = z.infer<typeof schema>;

/** Read `owner.key`: `absent`, `damaged`, or what it says. Throws `VAULT_UNLOCK_FAILED` when it cannot be opened. */
export async function readOwnerKeyFile(folder: string): Promise<OwnerKeyFile | 'absent' | 'damaged'> {
  const text = await readSmallFile(join(folder, FILE_NAME));
  if (text === undefined) return 'absent';
  return schema.safeParse(parseJson(text)).data ?? 'damaged';
}

/**
 * Write `owner.key` unless there is one: false when another process was faster.
 *
 * The whole file appears at once under its name, so no process reads half a key, and a crash leaves
 * either no key or this one. Throws `STORAGE_UNAVAILABLE`.
 */
export async function createOwnerKeyFile(folder: string, content: OwnerKeyFile, unique: string): Promise<boolean> {
  const temporary = join(folder, `${FILE_NAME}.${unique}.tmp`);
  try {
    await writeDurably(temporary, `${JSON.stringify(content)}\n`);
    // link refuses an existing name; rename would replace the other process's key.
    await link(temporary, join(folder, FILE_NAME));
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (isErrorWithCode(error, 'EEXIST')) return false;
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the owner key file cannot be written', { cause: error });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readSmallFile(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | noFollow()).catch((error: unknown) => {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw new KeywardError('VAULT_UNLOCK_FAILED', 'the owner key file cannot be opened', { cause: error });
  });
  if (file === undefined) return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_FILE_BYTES), 0, MAX_FILE_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

// The name is durable only once its folder is; Windows cannot open a folder and needs no such call.
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// A symbolic link in place of the key file would let another user choose the owner key. Windows has no such flag.
function noFollow(): number {
  return process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
