import {
  createCheckpointer,
  createFingerprinter,
  folderTarget,
  httpWitness,
  noteReached,
  startCheckpointSchedule,
  openAuditKey,
  parseVerifierKey,
  type AuditKey,
  type Checkpointer,
  type CheckpointSchedule,
  type Fingerprinter,
} from '../../audit/index.ts';
import { isKeywardError, type RecordedSession } from '../../core/index.ts';
import type { Runtime } from '../runtime.ts';
import { checkpointTargets, checkpointTargetStates } from './checkpoint-targets.ts';

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
  const { post } = (await network()).http;
  const anchoring = { store: storage.audit, meta: storage.vaults, key };
  const checkpointer = createCheckpointer({
    onMade: (checkpoint) => noteReached(anchoring, checkpoint),
    store: storage.audit,
    trail,
    clock,
    logger,
    session,
    ...(stop === undefined ? {} : { stop }),
    key,
    everyRecords,
    everyMs: every_seconds * 1_000,
    targets: [...checkpointTargets(config, post), ...folders.map((folder) => folderTarget(folder))],
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
