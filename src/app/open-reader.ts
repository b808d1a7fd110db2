import { createAuditTrail, type AuditEvent, type AuditTrail } from '../audit/index.ts';
import { createReader, type ReadIdentity, type Reader } from '../broker/index.ts';
import type { Config } from '../config/index.ts';
import { KeywardError, systemClock, systemRandom, type Logger, type SecretValue } from '../core/index.ts';
import { ready } from '../crypto/index.ts';
import { identifyByToken, type Identification, type IdentifiedAgent, type SessionContext } from '../identity/index.ts';
import { embeddedStore, type SecretStore } from '../secrets/index.ts';
import { openStorage, type Storage } from '../storage/index.ts';
import { unlockOwner } from './unlock-owner.ts';
import {
  openGrantedVaults,
  openOwnerKeySource,
  openOwnerVaults,
  prepareDataFolder,
  type GrantedVaults,
} from '../vault/index.ts';

export interface ReaderOptions {
  readonly config: Pick<Config, 'home' | 'keychain'>;
  readonly logger: Logger;
  /** Read as this agent, which needs a `read` grant; as the owner of this data folder without it. */
  readonly token?: string | undefined;
  /** Opens the owner key where it is wrapped with one; asked only then. */
  readonly passphrase?: () => Promise<SecretValue | undefined>;
  /** Session context of the connection: transport, what the integration claims to be, the process. */
  readonly session: Omit<SessionContext, 'principal'>;
}

export interface OpenReader extends Reader {
  /** Write a record of the same session, such as `run.started`. Throws `AUDIT_UNWRITABLE`. */
  record(event: Omit<AuditEvent, 'session'>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Open a data folder to read values from it.
 *
 * Throws `VAULT_FOLDER_UNSAFE`, `STORAGE_*`, and as the owner `VAULT_NOT_FOUND` before the first vault,
 * `VAULT_LOCKED` and `VAULT_UNLOCK_FAILED`. A token that is not valid does not throw: it is the answer to every
 * reference.
 */
export async function openReader(options: ReaderOptions): Promise<OpenReader> {
  const { config, logger, session, token } = options;
  await prepareDataFolder(config.home);
  const [storage] = await Promise.all([openStorage({ folder: config.home, logger }), ready()]);
  try {
    const parts = { clock: systemClock, random: systemRandom };
    const trail = createAuditTrail({ store: storage.audit, logger, ...parts });
    const identify = token === undefined ? await asOwner(options, storage, trail) : await asAgent(token, storage);
    return {
      ...createReader({ identify, trail, session, ...parts }),
      async record(event) {
        await trail.record({ ...event, session: { principal: principalOf(await identify()), ...session } });
      },
      async close() {
        await trail.close();
        await storage.close();
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

type Identify = () => Promise<ReadIdentity>;

async function asOwner(
  { config, passphrase, session }: ReaderOptions,
  storage: Storage,
  trail: AuditTrail,
): Promise<Identify> {
  const source = openOwnerKeySource({ folder: config.home, keychain: config.keychain, random: systemRandom });
  const random = systemRandom;
  const ownerKey = await unlockOwner({ source, trail, random, session, passphrase: async () => passphrase?.() });
  if (ownerKey === undefined) {
    throw new KeywardError('VAULT_NOT_FOUND', 'this data folder has no vaults yet', {
      hint: 'make one with `keyward vault create`, or give an agent token in KEYWARD_SERVICE_ACCOUNT_TOKEN',
    });
  }
  const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, clock: systemClock, random: systemRandom });
  const readable = storeOf(await owner.openAll(), storage);
  return async () => ({ kind: 'owner', readable });
}

async function asAgent(token: string, storage: Storage): Promise<Identify> {
  let current: Identification = await identifyByToken({ store: storage.identity, clock: systemClock }, token);
  let opened: { readonly agent: IdentifiedAgent; readonly identity: ReadIdentity } | undefined;
  return async () => {
    if (current.kind === 'agent') current = await current.recheck();
    if (current.kind === 'refused') return { kind: 'refused', reason: current.reason };
    if (opened?.agent !== current) opened = { agent: current, identity: identityOf(current, storage) };
    return opened.identity;
  };
}

function identityOf(agent: IdentifiedAgent, storage: Storage): ReadIdentity {
  const { principal, ownerPublicKey, vaultKeys } = agent;
  const readableIds = new Set(principal.grants.filter(({ can }) => can === 'read').map(({ vaultId }) => vaultId));
  const open = (keys: IdentifiedAgent['vaultKeys']): SecretStore =>
    storeOf(openGrantedVaults({ store: storage.vaults, ownerPublicKey, keys }), storage);
  const readable = open(vaultKeys.filter(({ vaultId }) => readableIds.has(vaultId)));
  return { kind: 'agent', principal, readable, usable: open(vaultKeys) };
}

function storeOf(vaults: GrantedVaults, storage: Storage): SecretStore {
  return embeddedStore({ vaults, changes: storage.identity.changes });
}

function principalOf(identity: ReadIdentity): { readonly kind: string; readonly id?: string; readonly name?: string } {
  if (identity.kind !== 'agent') return { kind: identity.kind === 'owner' ? 'owner' : 'unknown' };
  return { kind: 'agent', id: identity.principal.agentId, name: identity.principal.agentName };
}
