import type { Clock } from '../core/index.ts';
import type { GrantedKey } from './owner.ts';
import type { Grant, Principal } from './principal.ts';
import type { IdentityStore } from './store.ts';

/** Why a caller is refused: for the audit trail and the owner, never for the caller. */
export type RefusalCause = 'malformed' | 'unknown' | 'expired' | 'revoked' | 'suspended' | 'tampered';

export interface Refused {
  readonly kind: 'refused';
  readonly code: 'IDENTITY_TOKEN_INVALID';
  /** The same sentence whatever the cause. */
  readonly reason: string;
  readonly because: RefusalCause;
}

export interface IdentifiedAgent {
  readonly kind: 'agent';
  readonly principal: Principal;
  /** All that its owner signed, also where no key came with it: what the sender of the rows could leave out, and not make up. */
  readonly signedGrants: readonly Grant[];
  /** Verified: what `vault` checks statements about vaults with. */
  readonly ownerPublicKey: Uint8Array;
  /** One for each grant. They stay in memory and go to `vault` only. */
  readonly vaultKeys: readonly GrantedKey[];
  /**
   * Ask again, before every call of a server that goes on running: compares the clock with the expiry,
   * and reads the agent anew when any process changed the database. Gives this same object when nothing
   * did; keep what it gives and ask that next time.
   */
  recheck(): Promise<Identification>;
}

export type Identification = IdentifiedAgent | Refused;

export interface IdentifyDeps {
  readonly store: Pick<IdentityStore, 'findAgentByToken' | 'findAgent' | 'spendUse'> & {
    readonly changes: Pick<IdentityStore['changes'], 'version'>;
  };
  readonly clock: Clock;
}

type Lookup = () => Promise<Omit<IdentifiedAgent, 'recheck'> | Refused>;

/** Run a look-up so that it can be repeated cheaply. */
export async function identify(deps: IdentifyDeps, lookUp: Lookup): Promise<Identification> {
  // Before the look-up: a change while it runs must not be taken for one already seen.
  const version = await deps.store.changes.version();
  const found = await lookUp();
  if (found.kind === 'refused') return found;
  const agent: IdentifiedAgent = {
    ...found,
    async recheck() {
      if (isExpired(found.principal.expiresAt, deps.clock)) return refuse('expired');
      return (await deps.store.changes.version()) === version ? agent : identify(deps, lookUp);
    },
  };
  return agent;
}

export function refuse(because: RefusalCause): Refused {
  return { kind: 'refused', code: 'IDENTITY_TOKEN_INVALID', reason: 'the agent token is not valid', because };
}

export function isExpired(expiresAt: number, clock: Clock): boolean {
  return expiresAt <= clock.now();
}
