import { createAuditTrail, type AuditTrail } from '../../audit/index.ts';
import type { Config } from '../../config/index.ts';
import { systemClock, systemRandom, type Clock, type Logger, type Random } from '../../core/index.ts';
import { ready } from '../../crypto/index.ts';
import { openStorage, type Storage } from '../../storage/index.ts';
import { openOwnerKeySource, prepareDataFolder, type OwnerKeySource } from '../../vault/index.ts';
import type { CommandContext } from '../define-command.ts';

/** An open data folder: what every administrative command works with, before any key is loaded. */
export interface Workshop {
  readonly config: Config;
  readonly storage: Storage;
  readonly trail: AuditTrail;
  readonly ownerKeys: OwnerKeySource;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  close(): Promise<void>;
}

interface Opening extends Pick<CommandContext, 'config' | 'passphraseCost'> {
  readonly logger: Logger;
}

/**
 * Open the data folder, made where it is not there yet.
 *
 * Throws `VAULT_FOLDER_UNSAFE` and `STORAGE_*`. It loads no key and writes no record.
 */
export async function openWorkshop({ config, logger, passphraseCost }: Opening): Promise<Workshop> {
  await prepareDataFolder(config.home);
  const [storage] = await Promise.all([openStorage({ folder: config.home, logger }), ready()]);
  const [clock, random] = [systemClock, systemRandom];
  const trail = createAuditTrail({ store: storage.audit, clock, random, logger });
  return {
    config,
    storage,
    trail,
    ownerKeys: openOwnerKeySource({ folder: config.home, keychain: config.keychain, random, passphraseCost }),
    clock,
    random,
    logger,
    close: async () => {
      await trail.close();
      await storage.close();
    },
  };
}
