import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import {
  createCheckpointer,
  createFingerprinter,
  folderPlace,
  gitPlace,
  httpPlace,
  httpWitness,
  keepCheckpointing,
  openAuditKey,
  parseVerifierKey,
  placeStateFiles,
  type AuditKey,
  type AuditStore,
  type AuditTrail,
  type Checkpointer,
  type Checkpointing,
  type CheckpointPlace,
  type Fingerprinter,
  type PlaceStates,
  type Post,
} from '../../audit/index.ts';
import type { Config } from '../../config/index.ts';
import { isKeywardError, type Clock, type JsonObject, type Logger, type Random } from '../../core/index.ts';
import { createOperatorHttpClient } from '../../outbound/index.ts';
import { runGit } from './git.ts';

const LOOK_EVERY_MS = 5_000;

export interface CheckpointingOptions {
  readonly config: Config;
  readonly store: AuditStore;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Session context for the records about checkpoints. */
  readonly session: JsonObject;
  /** Folders beside those of the configuration. */
  readonly folders?: readonly string[];
  /** Aborted when what is still being sent is to be given up. */
  readonly stop?: AbortSignal;
}

export interface ConfiguredCheckpointer {
  readonly key: AuditKey;
  readonly checkpointer: Checkpointer;
  /** Closes connections. */
  close(): Promise<void>;
}

/** A checkpointer as `audit.checkpoints` of the settings wants it. Throws `CONFIG_INVALID`, and what `openAuditKey` throws. */
export async function openCheckpointer(options: CheckpointingOptions): Promise<ConfiguredCheckpointer> {
  const { config, random, logger, folders = [] } = options;
  const { every_records: everyRecords, every_seconds, witnesses } = config.settings.audit.checkpoints;
  const key = await openAuditKey({ folder: config.home, random });
  const egressProxy = config.egressProxy === undefined ? undefined : { url: config.egressProxy };
  const resolve = (hostname: string) => lookup(hostname, { all: true });
  const client = createOperatorHttpClient({ logger, lookup: resolve, ownListeners: () => [], egressProxy });
  const checkpointer = createCheckpointer({
    ...options,
    key,
    everyRecords,
    everyMs: every_seconds * 1_000,
    places: [...checkpointPlaces(config, client.post), ...folders.map((folder) => folderPlace(folder))],
    placeStates: checkpointPlaceStates(config),
    witnesses: witnesses.map((witness) => httpWitness(parseVerifierKey(witness.key), witness.url, client.post)),
  });
  return { key, checkpointer, close: () => client.close() };
}

/** A checkpointing server's two ends: marks for its records, and its close. */
export interface RunningCheckpointing extends Checkpointing {
  /** By the same key. Undefined when there is none that can be used. */
  readonly fingerprint: Fingerprinter | undefined;
}

/**
 * Make checkpoints while a server runs. Without a key that can be used there are none, and the log says so: a server
 * whose calls are recorded is not stopped for it.
 */
export async function startCheckpointing(options: CheckpointingOptions): Promise<RunningCheckpointing> {
  try {
    const stop = new AbortController();
    const { checkpointer, key, close } = await openCheckpointer({ ...options, stop: stop.signal });
    const everyMs = Math.min(LOOK_EVERY_MS, options.config.settings.audit.checkpoints.every_seconds * 1_000);
    const running = keepCheckpointing({ checkpointer, logger: options.logger, everyMs });
    return {
      fingerprint: createFingerprinter(key),
      async close() {
        await running.close();
        stop.abort();
        await close();
      },
    };
  } catch (error) {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    options.logger.error({ code }, 'no checkpoints of the audit trail are made');
    return { fingerprint: undefined, close: async () => undefined };
  }
}

/** The places of the configuration, and before them the folder in the data folder. */
export function checkpointPlaces(config: Config, post: Post): readonly CheckpointPlace[] {
  const { places } = config.settings.audit.checkpoints;
  const configured = places.map((place): CheckpointPlace => {
    if (place.kind === 'folder') return folderPlace(place.path);
    if (place.kind === 'git') return gitPlace({ folder: place.path, push: place.push, git: runGit });
    return httpPlace(place.url, post);
  });
  return [folderPlace(ownCheckpointFolder(config)), ...configured];
}

/** Folders that hold checkpoints and can be read by us. */
export function checkpointFolders(config: Config): readonly string[] {
  const { places } = config.settings.audit.checkpoints;
  return [ownCheckpointFolder(config), ...places.flatMap((place) => (place.kind === 'http' ? [] : [place.path]))];
}

/** How far each place has come. */
export function checkpointPlaceStates({ home }: Config): PlaceStates {
  return placeStateFiles(join(home, 'checkpoint-places'));
}

function ownCheckpointFolder({ home }: Config): string {
  return join(home, 'checkpoints');
}
