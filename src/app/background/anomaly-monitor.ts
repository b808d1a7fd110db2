import {
  createAnomalyWatch,
  createLease,
  keepWatching,
  type AuditStore,
  type AuditTrail,
  type KeptTask,
  type Restrict,
  type Watching,
} from '../../audit/index.ts';
import type { Config } from '../../config/index.ts';
import type { Clock, JsonObject, Logger, Random } from '../../core/index.ts';
import type { IdentityStore } from '../../identity/index.ts';

export interface WatchingOptions {
  readonly config: Config;
  readonly store: AuditStore;
  readonly identity: IdentityStore;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Session context for the records about anomalies. */
  readonly session: JsonObject;
}

/** What looks at the trail while a server runs: the watch for anomalies. */
export function startWatching(options: WatchingOptions): Watching {
  const { watch } = options.config.settings.audit;
  return keepWatching(watch.enabled ? [anomalyTask(options)] : [], options.logger);
}

function anomalyTask(options: WatchingOptions): KeptTask {
  const { responses, every_seconds } = options.config.settings.audit.watch;
  const lease = createLease({ ...options, name: 'anomaly watch' });
  const { tick } = createAnomalyWatch({ ...options, lease, responses, restrict: restrictBy(options) });
  return { name: 'anomaly watch', everyMs: every_seconds * 1_000, tick, release: () => lease.release() };
}

function restrictBy({ config, identity, clock }: WatchingOptions): Restrict {
  const throttleMs = config.settings.audit.watch.throttle_minutes * 60_000;
  return ({ agentId, response }) => {
    const since = clock.now();
    if (response === 'suspend') return identity.restrictAgent(agentId, { kind: 'suspended', since });
    return identity.restrictAgent(agentId, { kind: 'throttled', since, until: since + throttleMs });
  };
}
