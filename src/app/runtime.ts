import { createAuditTrail, type AuditTrail } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { systemClock, systemRandom, type Clock, type Logger, type Random } from '../core/index.ts';
import { ready, type StretchParams } from '../crypto/index.ts';
import { openStorage, type Storage } from '../storage/index.ts';
import { openOwnerKeySource, prepareDataFolder, type OwnerKeySource } from '../vault/index.ts';
import type { Network, NetworkOptions } from './network.ts';
import { guardTrail, isTrailOpen, replacedAlarm } from './trail-guard.ts';
import { openTrailIdentity, type TrailIdentity } from './trail-identity.ts';

export interface RuntimeOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly ownListeners?: NetworkOptions['ownListeners'];
  /** Of a passphrase that is set, where it is not the usual one. */
  readonly passphraseCost?: StretchParams | undefined;
}

/** An open data folder and everything around it, each part opened once: what every program of Keyward is built on. */
export interface Runtime {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: Storage;
  readonly trail: AuditTrail;
  /** Whether the trail is that of this installation. */
  readonly identity: TrailIdentity;
  /** False while the trail refuses the records of calls because it is not that of this installation. */
  isTrailOpen(): boolean;
  readonly ownerKeys: OwnerKeySource;
  /** The one way out of this process. Loaded when it is first asked for: most commands connect nowhere. */
  network(): Promise<Network>;
  /** In the one order: connections, then the trail, then the files. Call it when nothing is under way. */
  close(): Promise<void>;
}

/**
 * Open the data folder, made where it is not there yet.
 *
 * Throws `VAULT_FOLDER_UNSAFE`, `STORAGE_*` and `CONFIG_INVALID`. Loads no key but the public half of `audit.key`, writes no record, opens no connection.
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { config, logger, ownListeners, passphraseCost } = options;
  const [clock, random] = [systemClock, systemRandom];
  for (const warning of config.settingsWarnings) logger.warn({}, warning);
  await prepareDataFolder(config.home);
  const { home } = config;
  const alarm = replacedAlarm({ home, clock, random, logger });
  const [storage] = await Promise.all([openStorage({ folder: home, logger, onReplaced: alarm.raise }), ready()]);
  const identity = await openTrailIdentity({ home, storage, clock, random }).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  const deps = { store: storage.audit, clock, random, logger };
  const trail = createAuditTrail({ ...deps, guard: guardTrail(identity, createAuditTrail(deps)) });
  let network: Promise<Network> | undefined;
  const open = async () => (await import('./network.ts')).openNetwork({ config, logger, clock, ownListeners });
  return {
    config,
    logger,
    clock,
    random,
    storage,
    trail,
    identity,
    isTrailOpen: () => isTrailOpen(identity),
    ownerKeys: openOwnerKeySource({ folder: config.home, keychain: config.keychain, random, passphraseCost }),
    network: async () => (network ??= open()),
    async close() {
      await (await network)?.close();
      await trail.close();
      await alarm.settled();
      await storage.close();
    },
  };
}

/** Open a runtime for `use`; closed again where that fails. */
export async function withNewRuntime<T>(options: RuntimeOptions, use: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(options);
  try {
    return await use(runtime);
  } catch (error) {
    await runtime.close();
    throw error;
  }
}
