import { newId, type Clock, type Random } from '../core/index.ts';
import type { AuditStore } from './store.ts';

const LEASE_MS = 60_000;

export interface LeaseDeps {
  readonly store: Pick<AuditStore, 'claimLease' | 'releaseLease'>;
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes one of several processes on a data folder do a thing, for as long as it goes on asking. */
export interface Lease {
  /** True when it is this process that should. Holds for a minute. */
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

export function createLease({ store, name, clock, random }: LeaseDeps): Lease {
  const holder = newId(random);
  let isHeld = false;
  return {
    hold: async () => (isHeld = await store.claimLease({ name, holder, nowMs: clock.now(), forMs: LEASE_MS })),
    async release() {
      if (isHeld) await store.releaseLease(name, holder);
      isHeld = false;
    },
  };
}
