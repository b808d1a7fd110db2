import { KeywardError, type SecretValue, type SessionFacts } from '../core/index.ts';
import type { Signer } from '../crypto/index.ts';
import { embeddedStore, type SecretStore } from '../secrets/index.ts';
import { openOwnerVaults, type GrantedVaults, type OwnerVaults } from '../vault/index.ts';
import type { Runtime } from './runtime.ts';
import { unlockOwner } from './unlock-owner.ts';

export interface OwnerUnlocking {
  /** Session context for the record of a passphrase that was given. */
  readonly session: Partial<SessionFacts>;
  /** Requested only when the key is wrapped with one. */
  passphrase(): Promise<SecretValue | undefined>;
}

type OwnerParts = Pick<Runtime, 'storage' | 'trail' | 'identity' | 'ownerKeys' | 'clock' | 'random'>;

/**
 * The vaults as their owner sees them; undefined where no owner key was made yet.
 *
 * Throws `VAULT_LOCKED` and `VAULT_UNLOCK_FAILED`, and `AUDIT_UNWRITABLE` when the unlocking cannot be recorded.
 */
export async function unlockOwnerVaults(
  parts: OwnerParts,
  unlocking: OwnerUnlocking,
): Promise<OwnerVaults | undefined> {
  const { storage, trail, identity, ownerKeys: source, clock, random } = parts;
  const ownerKey = await unlockOwner({ source, trail, random, ...unlocking });
  if (ownerKey === undefined) return undefined;
  const anchor = (owner: Signer): Promise<void> => identity.anchorFirst(owner);
  return openOwnerVaults({ store: storage.vaults, ownerKey, clock, random, anchor });
}

/**
 * The same in a server, where no person can be asked. The key is dropped with the returned object.
 *
 * Throws `VAULT_LOCKED` when there is no owner key, or one that needs a passphrase.
 */
export async function openOwnerVaultsUnattended({
  storage,
  ownerKeys,
  clock,
  random,
}: Omit<OwnerParts, 'trail' | 'identity'>): Promise<OwnerVaults> {
  const ownerKey = await ownerKeys.load();
  if (ownerKey === undefined) throw new KeywardError('VAULT_LOCKED', 'the data folder has no owner key');
  return openOwnerVaults({ store: storage.vaults, ownerKey, clock, random });
}

/** Vaults of this data folder as a store that references are resolved in. */
export function storeOfVaults(vaults: GrantedVaults, { storage }: Pick<Runtime, 'storage'>): SecretStore {
  return embeddedStore({ vaults, changes: storage.identity.changes });
}
