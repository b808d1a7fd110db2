import { KeywardError } from '../core/index.ts';
import { brokenLimit, type VaultScope } from '../identity/index.ts';
import type { SealedRequest } from './event.ts';

/** Throws `IDENTITY_NOT_PERMITTED` where the owner does not want the agent to be used from there. */
export function permit({ holder, session }: SealedRequest): void {
  const broken = brokenLimit(holder.principal.limits, session);
  if (broken !== undefined) throw new KeywardError('IDENTITY_NOT_PERMITTED', broken.reason);
}

/**
 * What of a vault may be handed over. Throws `IDENTITY_NOT_PERMITTED` without a `read` grant on it, and `VAULT_NOT_FOUND`
 * without any: whether there is such a vault is then not told.
 */
export function permitVault(incoming: SealedRequest, vaultId: string): VaultScope {
  permit(incoming);
  const { principal, readable } = incoming.holder;
  const scope = readable(vaultId);
  if (scope !== undefined) return scope;
  throw principal.grants.some((grant) => grant.vaultId === vaultId)
    ? new KeywardError('IDENTITY_NOT_PERMITTED', 'the agent may use the items of that vault but not read them')
    : new KeywardError('VAULT_NOT_FOUND', 'vault not found, or no right to it');
}
