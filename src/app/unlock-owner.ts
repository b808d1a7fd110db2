import { actor, type AuditTrail } from '../audit/index.ts';
import { isKeywardError, newId, type Random, type SecretValue, type SessionFacts } from '../core/index.ts';
import type { OwnerKeySource } from '../vault/index.ts';

export interface Unlocking {
  readonly source: Pick<OwnerKeySource, 'location' | 'load'>;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly random: Random;
  /** Session context of the caller. */
  readonly session: Partial<SessionFacts>;
  /** Requested only when the key is wrapped with one. */
  passphrase(): Promise<SecretValue | undefined>;
}

/**
 * The owner key; undefined where none was made. A passphrase is the owner's way to log in: that it opened the key is on record
 * before the key is used, and so is every one that did not.
 *
 * Throws `VAULT_LOCKED` when no passphrase was given, `VAULT_UNLOCK_FAILED`, and `AUDIT_UNWRITABLE`.
 */
export async function unlockOwner(unlocking: Unlocking): Promise<Uint8Array | undefined> {
  const { source } = unlocking;
  if ((await source.location()) !== 'passphrase') return source.load({});
  const passphrase = await unlocking.passphrase();
  const ownerKey = await source.load({ passphrase }).catch(async (error: unknown) => {
    if (passphrase !== undefined && isKeywardError(error, 'VAULT_UNLOCK_FAILED')) {
      await record(unlocking, 'unknown', { result: 'denied', code: 'VAULT_UNLOCK_FAILED' });
    }
    throw error;
  });
  await record(unlocking, 'owner', { result: 'ok' });
  return ownerKey;
}

type Outcome = { readonly result: 'ok' } | { readonly result: 'denied'; readonly code: 'VAULT_UNLOCK_FAILED' };

async function record(
  { trail, session, random }: Unlocking,
  kind: 'owner' | 'unknown',
  outcome: Outcome,
): Promise<void> {
  await trail.record({ type: 'owner.unlocked', call_id: newId(random), session: actor(kind, session), outcome });
}
