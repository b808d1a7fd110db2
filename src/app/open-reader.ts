import type { AuditEvent } from '../audit/index.ts';
import { createReader, readingActor, type ReadIdentity, type Reader } from '../broker/index.ts';
import { KeywardError, type SecretValue, type SessionFacts } from '../core/index.ts';
import { identifyByToken, type IdentifiedAgent } from '../identity/index.ts';
import { storeOfVaults, unlockOwnerVaults } from './owner-vaults.ts';
import { recheckedAgent, storeOfAgent } from './rechecked-agent.ts';
import { withNewRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';

export interface ReaderOptions {
  /** Read as this agent, which needs a `read` grant; as the owner of this data folder without it. */
  readonly token?: string | undefined;
  /** Opens the owner key where it is wrapped with one; requested only then. */
  readonly passphrase?: () => Promise<SecretValue | undefined>;
  /** Session context of the connection: transport, what the integration claims to be, the process. */
  readonly session: SessionFacts;
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
export async function openReader(options: RuntimeOptions & ReaderOptions): Promise<OpenReader> {
  return withNewRuntime(options, async (runtime) => ({
    ...(await readerOn(runtime, options)),
    close: () => runtime.close(),
  }));
}

/** The same on an open runtime, which stays open. */
export async function readerOn(runtime: Runtime, options: ReaderOptions): Promise<Omit<OpenReader, 'close'>> {
  const { trail, clock, random } = runtime;
  const { token, session } = options;
  const identify = token === undefined ? await asOwner(runtime, options) : await asAgent(runtime, token);
  return {
    ...createReader({ identify, trail, session, clock, random }),
    async record(event) {
      await trail.record({ ...event, session: readingActor(await identify(), session) });
    },
  };
}

type Identify = () => Promise<ReadIdentity>;

async function asOwner(runtime: Runtime, { passphrase, session }: ReaderOptions): Promise<Identify> {
  const owner = await unlockOwnerVaults(runtime, { session, passphrase: async () => passphrase?.() });
  if (owner === undefined) {
    throw new KeywardError('VAULT_NOT_FOUND', 'the data folder has no vaults yet', {
      hint: 'make one with `keyward vault create`, or give an agent token in KEYWARD_SERVICE_ACCOUNT_TOKEN',
    });
  }
  const readable = storeOfVaults(await owner.openAll(), runtime);
  return async () => ({ kind: 'owner', readable });
}

async function asAgent(runtime: Runtime, token: string): Promise<Identify> {
  const { storage, clock } = runtime;
  const first = await identifyByToken({ store: storage.identity, clock }, token);
  const identify = recheckedAgent(first, (agent) => identityOf(agent, runtime));
  return async () => {
    const current = await identify();
    return current.kind === 'refused' ? current : current.opened;
  };
}

function identityOf(agent: IdentifiedAgent, runtime: Runtime): ReadIdentity {
  const { principal, vaultKeys } = agent;
  const readableIds = new Set(principal.grants.filter(({ can }) => can === 'read').map(({ vaultId }) => vaultId));
  const readableKeys = vaultKeys.filter(({ vaultId }) => readableIds.has(vaultId));
  const readable = storeOfAgent(agent, readableKeys, runtime);
  return { kind: 'agent', principal, readable, usable: storeOfAgent(agent, vaultKeys, runtime) };
}
