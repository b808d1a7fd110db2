import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KeywardError, newId, type Json, type Random } from '../core/index.ts';
import { type Keychain, openOsKeychain } from './keychain.ts';
import { deleteTokenFile, readTokenFile, type TokenFile, writeTokenFile } from './token-file.ts';

/** An agent's token stored on this machine, and the note stored beside it. */
export interface SavedToken {
  readonly agentId: string;
  readonly location: 'file' | 'keychain';
  /** Not secret, and not this module's to read. */
  readonly note: Json;
}

export interface TokenToSave {
  readonly agentId: string;
  readonly token: string;
  readonly note: Json;
}

/** Tokens of agents, by the agent's name, for servers that their clients start with nothing secret in their hands. */
export interface TokenStore {
  /** What is stored, without the token. Throws `VAULT_FOLDER_UNSAFE` for a file that another user may have put there. */
  find(agentName: string): Promise<SavedToken | undefined>;
  /** The token; undefined when none is stored. Throws `VAULT_LOCKED` when the keychain does not give it. */
  load(agentName: string): Promise<string | undefined>;
  /** Keep a token, instead of the one before. Throws `STORAGE_UNAVAILABLE`. */
  save(agentName: string, saved: TokenToSave): Promise<SavedToken>;
  /** Change what is written beside it. */
  setNote(agentName: string, note: Json): Promise<void>;
  /** The names of all whose token is stored. */
  names(): Promise<readonly string[]>;
  /** False when none was stored. */
  forget(agentName: string): Promise<boolean>;
}

export interface TokenStoreDeps {
  /** The data folder, prepared by `prepareDataFolder`. */
  readonly folder: string;
  /** `off`: do not touch the OS keychain. */
  readonly keychain: 'auto' | 'off';
  readonly random: Random;
  /** Whom they are for: `clients` start a server with one, `access` is what a server opens for access tokens. */
  readonly purpose?: 'clients' | 'access';
  /** Defaults to the keychain of the operating system. */
  readonly openKeychain?: () => Promise<Keychain | undefined>;
}

const FOLDER_NAMES = { clients: 'tokens', access: 'access' } as const;
const SUFFIX = '.json';
const FOLDER_MODE = 0o700;

/** Tokens lie in the keychain where there is one, else in 0600 files; the files also say which of both. */
export function openTokenStore(deps: TokenStoreDeps): TokenStore {
  const { random } = deps;
  const folder = join(deps.folder, FOLDER_NAMES[deps.purpose ?? 'clients']);
  const pathOf = (agentName: string): string => join(folder, `${checkedName(agentName)}${SUFFIX}`);
  const findKeychain = async (): Promise<Keychain | undefined> => {
    if (deps.keychain === 'off') return undefined;
    return deps.openKeychain === undefined ? openOsKeychain(process.platform) : deps.openKeychain();
  };
  const write = async (agentName: string, content: TokenFile): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await writeTokenFile(pathOf(agentName), content, newId(random));
  };
  const drop = async (file: TokenFile | undefined): Promise<void> => {
    if (file?.kind !== 'keychain') return;
    await (await findKeychain())?.delete(file.account).catch(() => undefined);
  };
  return {
    async find(agentName) {
      const file = await readTokenFile(pathOf(agentName));
      return file === undefined ? undefined : summary(file);
    },
    async load(agentName) {
      const file = await readTokenFile(pathOf(agentName));
      if (file === undefined) return undefined;
      return file.kind === 'plain' ? file.token : fetchToken(file.account, await findKeychain());
    },
    async save(agentName, { agentId, token, note }) {
      const before = await readTokenFile(pathOf(agentName));
      const account = newId(random);
      const keychain = await findKeychain();
      const isInKeychain = keychain !== undefined && (await storeAndReadBack(keychain, account, token));
      const file: TokenFile = isInKeychain
        ? { v: 1, agent_id: agentId, note, kind: 'keychain', account }
        : { v: 1, agent_id: agentId, note, kind: 'plain', token };
      await write(agentName, file);
      await drop(before);
      return summary(file);
    },
    async setNote(agentName, note) {
      const file = await readTokenFile(pathOf(agentName));
      if (file !== undefined) await write(agentName, { ...file, note });
    },
    async names() {
      const files = await readdir(folder).catch(() => []);
      return files.filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length));
    },
    async forget(agentName) {
      const file = await readTokenFile(pathOf(agentName));
      await drop(file);
      return deleteTokenFile(pathOf(agentName));
    },
  };
}

function summary({ agent_id: agentId, kind, note }: TokenFile): SavedToken {
  return { agentId, location: kind === 'plain' ? 'file' : 'keychain', note };
}

// It becomes a file name: nothing that leads out of the folder.
function checkedName(agentName: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(agentName)) return agentName;
  throw new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'invalid agent name');
}

// A keychain that accepts a token and does not give it back would leave the client without one.
async function storeAndReadBack(keychain: Keychain, account: string, token: string): Promise<boolean> {
  try {
    await keychain.write(account, token);
    return (await keychain.read(account)) === token;
  } catch {
    return false;
  }
}

async function fetchToken(account: string, keychain: Keychain | undefined): Promise<string> {
  const token = await keychain?.read(account).catch(() => undefined);
  if (token !== undefined) return token;
  throw new KeywardError('VAULT_LOCKED', 'the OS keychain refused the token of the agent', {
    hint: 'unlock the keychain in a desktop session of the same user, or run `keyward agent rotate`',
  });
}
