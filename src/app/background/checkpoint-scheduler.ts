import { join } from 'node:path';
import {
  createCheckpointer,
  createFingerprinter,
  folderTarget,
  gitTarget,
  httpTarget,
  httpWitness,
  startCheckpointSchedule,
  openAuditKey,
  parseVerifierKey,
  targetStateFiles,
  type AuditKey,
  type Checkpointer,
  type CheckpointSchedule,
  type CheckpointTarget,
  type Fingerprinter,
  type TargetStates,
  type Post,
} from '../../audit/index.ts';
import type { Config } from '../../config/index.ts';
import { isKeywardError, type RecordedSession } from '../../core/index.ts';
import type { Runtime } from '../runtime.ts';
import { runGit } from './git.ts';

const LOOK_EVERY_MS = 5_000;

export interface CheckpointOptions {
  /** Session context for the records about checkpoints. */
  readonly session: RecordedSession;
  /** Folders beside those of the configuration. */
  readonly folders?: readonly string[];
  /** Aborted when what is still being sent is to be given up. */
  readonly stop?: AbortSignal;
}

export interface ConfiguredCheckpointer {
  readonly key: AuditKey;
  readonly checkpointer: Checkpointer;
}

/** A checkpointer as `audit.checkpoints` of the settings wants it. Throws `CONFIG_INVALID`, and what `openAuditKey` throws. */
export async function openCheckpointer(
  { config, random, storage, trail, clock, logger, network }: Runtime,
  { folders = [], session, stop }: CheckpointOptions,
): Promise<ConfiguredCheckpointer> {
  const { every_records: everyRecords, every_seconds, witnesses } = config.settings.audit.checkpoints;
  const key = await openAuditKey({ folder: config.home, random });
  const { post } = network.http;
  const checkpointer = createCheckpointer({
    store: storage.audit,
    trail,
    clock,
    logger,
    session,
    ...(stop === undefined ? {} : { stop }),
    key,
    everyRecords,
    everyMs: every_seconds * 1_000,
    places: [...checkpointTargets(config, post), ...folders.map((folder) => folderTarget(folder))],
    targetStates: checkpointTargetStates(config),
    witnesses: witnesses.map((witness) => httpWitness(parseVerifierKey(witness.key), witness.url, post)),
  });
  return { key, checkpointer };
}

/** A checkpointing server's two ends: marks for its records, and its close. */
export interface RunningCheckpoints extends CheckpointSchedule {
  /** By the same key. Undefined when there is none that can be used. */
  readonly fingerprint: Fingerprinter | undefined;
}

/**
 * Make checkpoints while a server runs. Without a key that can be used there are none, and the log says so: a server
 * whose calls are recorded is not stopped for it.
 */
export async function startCheckpoints(runtime: Runtime, options: CheckpointOptions): Promise<RunningCheckpoints> {
  try {
    const stop = new AbortController();
    const { checkpointer, key } = await openCheckpointer(runtime, { ...options, stop: stop.signal });
    const everyMs = Math.min(LOOK_EVERY_MS, runtime.config.settings.audit.checkpoints.every_seconds * 1_000);
    const running = startCheckpointSchedule({ checkpointer, logger: runtime.logger, everyMs });
    return {
      fingerprint: createFingerprinter(key),
      async close() {
        await running.close();
        stop.abort();
      },
    };
  } catch (error) {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    runtime.logger.error({ code }, 'no checkpoints of the audit trail are made');
    return { fingerprint: undefined, close: async () => undefined };
  }
}

/** The places of the configuration, and before them the folder in the data folder. */
export function checkpointTargets(config: Config, post: Post): readonly CheckpointTarget[] {
  const { places } = config.settings.audit.checkpoints;
  const configured = places.map((place): CheckpointTarget => {
    if (place.kind === 'folder') return folderTarget(place.path);
    if (place.kind === 'git') return gitTarget({ folder: place.path, push: place.push, git: runGit });
    return httpTarget(place.url, post);
  });
  return [folderTarget(ownCheckpointFolder(config)), ...configured];
}

/** Folders that hold checkpoints and can be read by us. */
export function checkpointFolders(config: Config): readonly string[] {
  const { places } = config.settings.audit.checkpoints;
  return [ownCheckpointFolder(config), ...places.flatMap((place) => (place.kind === 'http' ? [] : [place.path]))];
}

/** How far each place has come. */
export function checkpointTargetStates({ home }: Config): TargetStates {
  return targetStateFiles(join(home, 'checkpoint-places'));
}

function ownCheckpointFolder({ home }: Config): string {
  return join(home, 'checkpoints');
}
