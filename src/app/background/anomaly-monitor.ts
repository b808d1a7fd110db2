import { createLease } from '../../audit/index.ts';
import { startPeriodicTasks, type RecordedSession, type PeriodicTask, type PeriodicTasks } from '../../core/index.ts';
import { createAnomalyWatch, type Restrict } from '../../detection/index.ts';
import type { Runtime } from '../runtime.ts';

/** Looks at the trail for anomalies while a server runs. `session` is for the records about them. */
export function startAnomalyMonitor(runtime: Runtime, session: RecordedSession): PeriodicTasks {
  const { watch } = runtime.config.settings.audit;
  return startPeriodicTasks(watch.enabled ? [anomalyTask(runtime, session)] : [], runtime.logger);
}

function anomalyTask(runtime: Runtime, session: RecordedSession): PeriodicTask {
  const { responses, every_seconds } = runtime.config.settings.audit.watch;
  const store = runtime.storage.audit;
  const lease = createLease({ ...runtime, store, name: 'anomaly watch' });
  const { tick } = createAnomalyWatch({ ...runtime, store, session, lease, responses, restrict: restrictBy(runtime) });
  return { name: 'anomaly watch', everyMs: every_seconds * 1_000, tick, release: () => lease.release() };
}

function restrictBy({ config, storage, clock }: Runtime): Restrict {
  const throttleMs = config.settings.audit.watch.throttle_minutes * 60_000;
  return ({ agentId, response }) => {
    const since = clock.now();
    if (response === 'suspend') return storage.identity.restrictAgent(agentId, { kind: 'suspended', since });
    return storage.identity.restrictAgent(agentId, { kind: 'throttled', since, until: since + throttleMs });
  };
}
