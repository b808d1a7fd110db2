import type { AuditTrail } from '../audit/index.ts';
import { KeywardError, isKeywardError, type Clock, type Logger, type Random } from '../core/index.ts';
import { raiseReplacedAlarm, raiseTrailAlarm, type TrailIdentity } from './trail-identity.ts';

// What tells of the trouble, and what ends it.
const ALWAYS: ReadonlySet<unknown> = new Set(['anomaly.raised', 'anomaly.acknowledged', 'audit.anchored']);

/**
 * Refuse every record while the trail is not that of this installation, and so every call; and raise the alarm.
 * `alarms` writes past this very guard.
 */
export function guardTrail(identity: TrailIdentity, alarms: AuditTrail): (type: unknown) => Promise<void> | undefined {
  return (type) => {
    const broken = brokenReport(identity);
    return broken === undefined || ALWAYS.has(type) ? undefined : refuse(alarms, broken);
  };
}

/** Whether the guard lets calls be recorded. */
export function isTrailOpen(identity: TrailIdentity): boolean {
  return brokenReport(identity) === undefined;
}

function brokenReport(identity: TrailIdentity): Broken | undefined {
  const report = identity.report();
  return report.kind === 'broken' ? report : undefined;
}

type Broken = Extract<ReturnType<TrailIdentity['report']>, { kind: 'broken' }>;

async function refuse(alarms: AuditTrail, { fault, explanation }: Broken): Promise<never> {
  await raiseTrailAlarm(alarms, fault, explanation);
  throw new KeywardError('AUDIT_UNWRITABLE', explanation, {
    details: { fault },
    hint: 'see `keyward audit verify`; put the right files back, or go on with this trail by `keyward audit anchor --accept`',
  });
}

interface ReplacedDeps {
  readonly home: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface ReplacedAlarm {
  raise(path: string): void;
  /** Resolves when what was raised is recorded, or could not be. */
  settled(): Promise<void>;
}

/** What to do when files of the folder are found replaced under this process. */
export function replacedAlarm({ logger, ...deps }: ReplacedDeps): ReplacedAlarm {
  let raising: Promise<void> | undefined;
  return {
    raise(path) {
      logger.error({ code: 'AUDIT_UNWRITABLE' }, 'a database file was moved or replaced: no call is made any more');
      // Beside a log that was taken away the database itself is still ours, and a second log for it would ruin it.
      if (path.endsWith('-wal')) return;
      raising = raiseReplacedAlarm(deps).catch((error: unknown) => {
        const code = isKeywardError(error) ? error.code : 'INTERNAL';
        logger.error({ code }, 'the alarm about it could not be recorded');
      });
    },
    settled: async () => raising,
  };
}
