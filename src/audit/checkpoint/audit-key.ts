import { constants } from 'node:fs';
import { link, lstat, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { KeywardError, type Random } from '../../core/index.ts';
import { deriveKey, ready, sign, signKeyPair } from '../../crypto/index.ts';

const FILE_NAME = 'audit.key';
const FORM = /^keyward-audit-key-v1 ([A-Za-z0-9_-]{43})\n$/;
const SEED_BYTES = 32;
const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;

/** A signer of notes with an Ed25519 key. */
export interface NoteSigner {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export interface AuditKey extends NoteSigner {
  /** For keyed fingerprints of sensitive text; never leaves the process. */
  readonly fingerprintKey: Uint8Array;
}

export interface AuditKeyDeps {
  /** Data folder; it is private already. */
  readonly folder: string;
  readonly random: Random;
}

/**
 * The key that signs this trail's checkpoints, from `audit.key` in the data folder, made with mode 0600
 * at first use. It is not the owner's: a server that runs for an agent has no owner key, and must sign.
 *
 * Throws `VAULT_FOLDER_UNSAFE` for a link, a looser mode or another owner, `AUDIT_BROKEN` for a file that is
 * not such a key, and `STORAGE_UNAVAILABLE` when it can be neither read nor made.
 */
export async function openAuditKey({ folder, random }: AuditKeyDeps): Promise<AuditKey> {
  await ready();
  const path = join(folder, FILE_NAME);
  const text = (await readPrivate(path)) ?? (await create(path, random));
  const seed = FORM.exec(text)?.[1];
  if (seed === undefined) throw new KeywardError('AUDIT_BROKEN', 'the file audit.key does not hold a key');
  return auditKeyFromSeed(Buffer.from(seed, 'base64url'));
}

/** Whether there is such a file, whatever is in it. */
export async function hasAuditKey(folder: string): Promise<boolean> {
  return lstat(join(folder, FILE_NAME)).then(
    () => true,
    () => false,
  );
}

/** The same from the key's 32 bytes, for callers that store them elsewhere. */
export function auditKeyFromSeed(seed: Uint8Array): AuditKey {
  const { publicKey, secretKey } = signKeyPair(seed);
  return {
    publicKey,
    sign: (message) => sign(message, secretKey),
    fingerprintKey: deriveKey(seed, 'audit fingerprints v1'),
  };
}

async function readPrivate(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(missingOrThrow);
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    const own =
      process.platform === 'win32' || (stats.uid === process.getuid?.() && (stats.mode & GROUP_AND_OTHERS) === 0);
    if (!stats.isFile() || !own) throw new KeywardError('VAULT_FOLDER_UNSAFE', 'audit.key can be read by others');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

// Written whole under another name and then linked: of several processes one wins, and none reads half a key.
async function create(path: string, random: Random): Promise<string> {
  const text = `keyward-audit-key-v1 ${Buffer.from(random(SEED_BYTES)).toString('base64url')}\n`;
  const draft = `${path}.${Buffer.from(random(8)).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', OWNER_ONLY);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await link(draft, path).catch(existsOrThrow);
    await unlink(draft);
  } catch (cause) {
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the file audit.key cannot be made', { cause });
  }
  return (await readPrivate(path)) ?? text;
}

function missingOrThrow(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  if (hasCode(error, 'ELOOP')) throw new KeywardError('VAULT_FOLDER_UNSAFE', 'audit.key is a symbolic link');
  throw new KeywardError('STORAGE_UNAVAILABLE', 'the file audit.key cannot be read', { cause: error });
}

function existsOrThrow(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
