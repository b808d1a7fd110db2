import { closeSync, constants, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { KeywardError, type Random } from '../core/index.ts';
import { errorCode } from './sources/error-code.ts';

const FILE_NAME = 'discover.key';
const KEY_BYTES = 32;

/**
 * The key of this installation's fingerprints, stored in the data folder and made when it is not there yet. The folder
 * must have been found safe. Throws `VAULT_FOLDER_UNSAFE` for a file that is no such key.
 */
export function openInstallationKey(folder: string, random: Random): Uint8Array {
  const path = join(folder, FILE_NAME);
  const key = random(KEY_BYTES);
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      writeSync(file, key);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return key;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const kept = readFileSync(path);
  if (kept.length !== KEY_BYTES)
    throw new KeywardError('VAULT_FOLDER_UNSAFE', `${FILE_NAME} is not a key of this program`);
  return kept;
}
