import { actor, type Fingerprinter } from '../../audit/index.ts';
import type { SessionFacts } from '../../core/index.ts';
import type { Runtime } from '../runtime.ts';
import { startAnomalyMonitor } from './anomaly-monitor.ts';
import { startCheckpoints } from './checkpoint-scheduler.ts';
import { recordConfigChange } from './record-config-change.ts';
import { startSinks } from './sinks.ts';

export interface BackgroundOptions {
  /** The connection this process serves, for the records about what runs here. */
  readonly session: Partial<SessionFacts>;
  /** Version of Keyward. Servers give it, and send the trail to its sinks; a library does not. */
  readonly version?: string | undefined;
}

/** What runs beside calls. */
export interface Background {
  /** Marks for records, by the key of checkpoints. Undefined when there is none that can be used. */
  readonly fingerprint: Fingerprinter | undefined;
  close(): Promise<void>;
}

/** Recover what a crash left open, record a change of settings, and start checkpoints, detection and sinks. */
export async function startBackground(
  runtime: Runtime,
  { session: facts, version }: BackgroundOptions,
): Promise<Background> {
  const session = actor('server', facts);
  await runtime.trail.recoverOpenIntents();
  await recordConfigChange(runtime, session);
  const checkpoints = await startCheckpoints(runtime, { session });
  const monitor = startAnomalyMonitor(runtime, session);
  const sinks = version === undefined ? undefined : startSinks(runtime, { session, version });
  return {
    fingerprint: checkpoints.fingerprint,
    async close() {
      await monitor.close();
      await checkpoints.close();
      // Last, so that what the others recorded at the end is sent too.
      await sinks?.close();
    },
  };
}
