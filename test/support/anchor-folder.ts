import { actor, anchorTrail, createAuditTrail, openAuditKey } from '../../src/audit/index.ts';
import { silentLogger, systemRandom, type Clock } from '../../src/core/index.ts';
import type { Storage } from '../../src/storage/index.ts';
import { openOwnerVaults, type OwnerVaults } from '../../src/vault/index.ts';

export interface UnanchoredFolder {
  readonly folder: string;
  readonly storage: Pick<Storage, 'audit' | 'vaults'>;
  readonly ownerKey: Uint8Array;
  readonly clock: Clock;
}

/** What the first command of an owner does in a data folder: a first record, and the trail made this installation's. */
export async function anchorFolder({ folder, storage, ownerKey, clock }: UnanchoredFolder): Promise<OwnerVaults> {
  const random = systemRandom;
  const key = await openAuditKey({ folder, random });
  const trail = createAuditTrail({ store: storage.audit, clock, random, logger: silentLogger });
  await trail.record({ type: 'owner.initialised', session: actor('owner', {}) });
  await trail.close();
  const anchor = async (signer: Parameters<typeof anchorTrail>[1]): Promise<void> => {
    await anchorTrail({ store: storage.audit, meta: storage.vaults, key }, signer);
  };
  return openOwnerVaults({ store: storage.vaults, ownerKey, clock, random, anchor });
}
