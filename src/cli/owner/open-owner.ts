import { recordChange, type AuditEvent } from '../../audit/index.ts';
import { assertSafeProcess } from '../../config/index.ts';
import { KeywardError, newId, type SecretValue, type SessionContext } from '../../core/index.ts';
import type { Signer } from '../../crypto/index.ts';
import type { AgentDeps } from '../../identity/index.ts';
import { unlockOwner } from '../../app/index.ts';
import { openOwnerVaults, type OwnerVaults } from '../../vault/index.ts';
import type { Runtime } from '../../app/index.ts';
import { operatorSession } from './session.ts';

/** The open data folder with the owner's key loaded: what the owner may do, and how it is recorded. */
export interface Owner extends Runtime {
  readonly vaults: OwnerVaults;
  readonly agents: AgentDeps;
  readonly session: SessionContext;
  /** True when this very call made the owner key. */
  readonly isNew: boolean;
  /** Make a change between its two records. Nothing is changed when the first cannot be written. */
  change<T>(event: OwnerEvent, work: ChangeWork<T>): Promise<T>;
}

type OwnerEvent = Omit<AuditEvent, 'session' | 'call_id' | 'outcome'>;
type ChangeWork<T> = Parameters<typeof recordChange<T>>[2];

interface OwnerAccess {
  /** Asked only when the key is wrapped with one. */
  passphrase(): Promise<SecretValue | undefined>;
  /** To wrap the key with, if it is made now. */
  readonly newPassphrase?: SecretValue | undefined;
  /** Sign nothing about the trail, where nothing is signed yet. */
  readonly isLooking?: boolean;
}

/**
 * Load the owner key, made where there is none yet, and open the vaults with it.
 *
 * Throws `CONFIG_UNSAFE_PROCESS`, `VAULT_LOCKED`, `VAULT_UNLOCK_FAILED`, and `AUDIT_UNWRITABLE` when the key had to be made and
 * that cannot be recorded.
 */
export async function openOwner(runtime: Runtime, access: OwnerAccess): Promise<Owner> {
  assertSafeProcess();
  const { storage, trail, clock, random, config } = runtime;
  const session = operatorSession(config, random);
  const change: Owner['change'] = (event, work) =>
    recordChange(trail, { ...event, session, call_id: newId(random) }, work);

  const isNew = (await runtime.ownerKeys.location()) === 'none';
  const ownerKey = isNew
    ? await makeOwnerKey({ runtime, access, change })
    : await loadOwnerKey(runtime, access, session);
  const anchor = access.isLooking === true ? undefined : (owner: Signer) => runtime.identity.anchorFirst(owner);
  const vaults = await openOwnerVaults({ store: storage.vaults, ownerKey, clock, random, anchor });
  return {
    ...runtime,
    vaults,
    agents: { store: storage.identity, owner: vaults, clock, random },
    session,
    isNew,
    change,
  };
}

async function loadOwnerKey(
  { ownerKeys: source, trail, random }: Runtime,
  { passphrase }: OwnerAccess,
  session: SessionContext,
): Promise<Uint8Array> {
  const ownerKey = await unlockOwner({ source, trail, random, session, passphrase });
  if (ownerKey === undefined)
    throw new KeywardError('VAULT_UNLOCK_FAILED', 'the owner key was removed while it was read');
  return ownerKey;
}

interface Making {
  readonly runtime: Runtime;
  readonly access: OwnerAccess;
  readonly change: Owner['change'];
}

async function makeOwnerKey({ runtime, access, change }: Making): Promise<Uint8Array> {
  // Vaults without their key file: a new key would not open them, and would stand in the way of the old one.
  if ((await runtime.storage.vaults.listVaults()).length > 0) {
    throw new KeywardError('VAULT_UNLOCK_FAILED', 'the vaults are there but their owner key is not', {
      hint: 'restore owner.key in the data folder from a backup',
    });
  }
  return change(
    { type: 'owner.initialised', detail: { passphrase: access.newPassphrase !== undefined } },
    {
      change: () => runtime.ownerKeys.create({ passphrase: access.newPassphrase }),
    },
  );
}
