import { readFile } from 'node:fs/promises';
import type { Config } from '../../config/index.ts';
import { KeywardError, type SecretValue } from '../../core/index.ts';
import { secretFromText, stripLineBreak } from '../item/secret-from-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface PassphraseSource {
  readonly config: Config;
  readonly terminal: Terminal;
}

/**
 * The passphrase that opens the owner key: from KEYWARD_PASSPHRASE_FILE, else typed. `undefined` when
 * there is neither. Throws `CONFIG_INVALID` for a file that cannot be read.
 */
export async function readPassphrase({ config, terminal }: PassphraseSource): Promise<SecretValue | undefined> {
  return (await passphraseFromFile(config)) ?? terminal.askSecret('Passphrase');
}

const MIN_PASSPHRASE_BYTES = 12;

/** A passphrase to set: from the file, or typed twice, or from stdin. Throws `CONFIG_INVALID` for a short one. */
export async function newPassphrase({ config, terminal }: PassphraseSource): Promise<SecretValue> {
  const typed = (await passphraseFromFile(config)) ?? (await terminal.askSecret('New passphrase', { repeat: true }));
  const passphrase = typed ?? (await terminal.readSecret('New passphrase'));
  if (passphrase.byteLength >= MIN_PASSPHRASE_BYTES) return passphrase;
  throw new KeywardError('CONFIG_INVALID', `a passphrase has at least ${MIN_PASSPHRASE_BYTES} characters`);
}

/** Only what needs no typing: for a server, whose stdin belongs to its client. */
export async function passphraseFromFile({ passphraseFile }: Config): Promise<SecretValue | undefined> {
  if (passphraseFile === undefined) return undefined;
  try {
    return secretFromText(stripLineBreak(await readFile(passphraseFile, 'utf8')));
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', 'KEYWARD_PASSPHRASE_FILE does not hold a passphrase that can be read', {
      cause,
    });
  }
}
