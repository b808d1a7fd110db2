import { KeywardError, newId, type Random, type SecretValue } from '../core/index.ts';
import { revealBytes } from '../core/hazmat.ts';
import { associatedData, open, seal, STRETCH_PARAMS, stretchPassphrase, type StretchParams } from '../crypto/index.ts';
import { type Keychain, openOsKeychain } from './keychain.ts';
import { createOwnerKeyFile, type OwnerKeyFile, readOwnerKeyFile } from './owner-key-file.ts';
import { OWNER_KEY_BYTES } from './owner-keys.ts';

export interface UnlockOptions {
  /** Needed when the key file is wrapped with one, ignored when it is not. */
  readonly passphrase?: SecretValue | undefined;
}

/** Where the owner key of a data folder is stored. */
export interface OwnerKeySource {
  /** Where it is; `none` before the first `create`. Throws `VAULT_UNLOCK_FAILED` for a damaged key file. */
  location(): Promise<'none' | 'file' | 'passphrase' | 'keychain'>;
  /**
   * The owner key; `undefined` before the first `create`.
   *
   * Throws `VAULT_LOCKED` when a passphrase is missing or the keychain cannot be reached, and
   * `VAULT_UNLOCK_FAILED` alike for a wrong passphrase and for a damaged file.
   */
  load(options?: UnlockOptions): Promise<Uint8Array | undefined>;
  /**
   * Make the owner key, or load the one that is there. Processes that do so at once end with one key.
   * With a passphrase it goes into the file, wrapped; else into the keychain, else into the file.
   */
  create(options?: UnlockOptions): Promise<Uint8Array>;
}

export interface OwnerKeySourceDeps {
  /** The data folder, prepared by `prepareDataFolder`. */
  readonly folder: string;
  /** `off`: do not touch the OS keychain. */
  readonly keychain: 'auto' | 'off';
  readonly random: Random;
  /** Of a passphrase that is set; `STRETCH_PARAMS` when left out. What is loaded says its own. */
  readonly passphraseCost?: StretchParams | undefined;
  /** Defaults to the keychain of the operating system. */
  readonly openKeychain?: () => Promise<Keychain | undefined>;
}

/** The owner key lies where `owner.key` says; that file is also what makes its creation atomic. */
export function openOwnerKeySource(deps: OwnerKeySourceDeps): OwnerKeySource {
  const { folder, random, passphraseCost = STRETCH_PARAMS } = deps;
  const findKeychain = async (): Promise<Keychain | undefined> => {
    if (deps.keychain === 'off') return undefined;
    return deps.openKeychain === undefined ? openOsKeychain(process.platform) : deps.openKeychain();
  };
  const load = async ({ passphrase }: UnlockOptions = {}): Promise<Uint8Array | undefined> => {
    const file = await readOwnerKeyFile(folder);
    if (file === 'absent') return undefined;
    if (file === 'damaged') throw unlockFailed();
    if (file.kind === 'plain') return Buffer.from(file.key, 'base64');
    return file.kind === 'passphrase' ? unwrap(file, passphrase) : fetchKey(file.account, await findKeychain());
  };
  return {
    async location() {
      const file = await readOwnerKeyFile(folder);
      if (file === 'damaged') throw unlockFailed();
      if (file === 'absent') return 'none';
      return file.kind === 'plain' ? 'file' : file.kind;
    },
    load,
    async create(options = {}) {
      const existing = await load(options);
      if (existing !== undefined) return existing;
      const ownerKey = random(OWNER_KEY_BYTES);
      const keychain = options.passphrase === undefined ? await findKeychain() : undefined;
      const content = await store({ ownerKey, passphrase: options.passphrase, passphraseCost, keychain, random });
      if (await createOwnerKeyFile(folder, content, newId(random))) return ownerKey;
      if (content.kind === 'keychain') await keychain?.delete(content.account).catch(() => undefined);
      return (await load(options)) ?? ownerKeyVanished();
    },
  };
}

interface StoreInput {
  readonly ownerKey: Uint8Array;
  readonly passphrase: SecretValue | undefined;
  readonly passphraseCost: StretchParams;
  readonly keychain: Keychain | undefined;
  readonly random: Random;
}

async function store(input: StoreInput): Promise<OwnerKeyFile> {
  const { ownerKey, passphrase, keychain, random } = input;
  if (passphrase !== undefined) return wrap({ ...input, passphrase });
  // An account of its own for every attempt: a process that loses the race must not replace the winner's key.
  const account = newId(random);
  const key = Buffer.from(ownerKey).toString('base64');
  const stored = keychain !== undefined && (await storeAndReadBack(keychain, account, key));
  return stored ? { v: 1, kind: 'keychain', account } : { v: 1, kind: 'plain', key };
}

// A keychain that accepts a key and does not give it back would lose every vault: then the file is used.
async function storeAndReadBack(keychain: Keychain, account: string, key: string): Promise<boolean> {
  try {
    await keychain.write(account, key);
    return (await keychain.read(account)) === key;
  } catch {
    return false;
  }
}

async function fetchKey(account: string, keychain: Keychain | undefined): Promise<Uint8Array> {
  const text = await keychain?.read(account).catch(() => undefined);
  const key = text === undefined ? undefined : Buffer.from(text, 'base64');
  if (key?.byteLength === OWNER_KEY_BYTES) return key;
  throw new KeywardError('VAULT_LOCKED', 'the OS keychain refused the owner key', {
    hint: 'unlock the keychain in a desktop session of the same user, or use an agent token',
  });
}

type PassphraseFile = Extract<OwnerKeyFile, { kind: 'passphrase' }>;
type Kdf = PassphraseFile['kdf'];

const SALT_BYTES = 16;

type WrapInput = Pick<StoreInput, 'ownerKey' | 'passphraseCost' | 'random'> & { readonly passphrase: SecretValue };

async function wrap({ ownerKey, passphrase, passphraseCost, random }: WrapInput): Promise<PassphraseFile> {
  const kdf: Kdf = { name: 'scrypt', ...passphraseCost, salt: Buffer.from(random(SALT_BYTES)).toString('base64') };
  const sealed = seal({ key: await stretch(passphrase, kdf), plaintext: ownerKey, aad: aadOf(kdf), random });
  return { v: 1, kind: 'passphrase', kdf, sealed: Buffer.from(sealed).toString('base64') };
}

async function unwrap(file: PassphraseFile, passphrase: SecretValue | undefined): Promise<Uint8Array> {
  if (passphrase === undefined) throw new KeywardError('VAULT_LOCKED', 'the owner key needs its passphrase');
  const key = await stretch(passphrase, file.kdf);
  const ownerKey = open({ key, sealed: Buffer.from(file.sealed, 'base64'), aad: aadOf(file.kdf) });
  if (ownerKey === undefined) throw unlockFailed();
  return ownerKey;
}

async function stretch(passphrase: SecretValue, { n, r, p, salt }: Kdf): Promise<Uint8Array> {
  const params = { n, r, p };
  return stretchPassphrase({ passphrase: revealBytes(passphrase), salt: Buffer.from(salt, 'base64'), params });
}

function aadOf({ n, r, p, salt }: Kdf): Uint8Array {
  return associatedData(['owner key', 'scrypt', n, r, p, salt]);
}

// One sentence for a wrong passphrase and a damaged file: telling them apart would help a guesser.
function unlockFailed(): KeywardError {
  return new KeywardError('VAULT_UNLOCK_FAILED', 'the owner key cannot be unlocked');
}

function ownerKeyVanished(): never {
  throw new KeywardError('VAULT_UNLOCK_FAILED', 'the owner key file was removed while it was being made');
}
