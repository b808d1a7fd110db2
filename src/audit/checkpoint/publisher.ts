import { isKeywardError, type JsonObject, type Logger } from '../../core/index.ts';
import type { AuditTrail } from '../create-audit-trail.ts';
import type { SignedCheckpoint } from './checkpoint.ts';
import type { CheckpointPlace } from './place.ts';

export interface PublisherDeps {
  readonly places?: readonly CheckpointPlace[];
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly session: JsonObject;
  readonly logger: Logger;
}

export interface Publisher {
  /** Send this checkpoint everywhere. A place that fails gets the newest one at the next `retry`. */
  publish(checkpoint: SignedCheckpoint): Promise<void>;
  retry(): Promise<void>;
}

/** Carries checkpoints outside. An older one need not arrive: the newest speaks for all before it. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const behind = new Map<CheckpointPlace, SignedCheckpoint>();
  const alarmed = new Set<CheckpointPlace>();

  async function send(place: CheckpointPlace, checkpoint: SignedCheckpoint): Promise<void> {
    try {
      await place.publish(checkpoint);
      behind.delete(place);
    } catch (error) {
      const broken = isKeywardError(error, 'AUDIT_BROKEN');
      deps.logger.warn({ place: place.name, size: checkpoint.size, broken }, 'a checkpoint could not be published');
      if (broken) await raiseAlarm(place, checkpoint);
    }
  }

  // Once for each place: an alarm that is repeated every minute is an alarm nobody reads.
  async function raiseAlarm(place: CheckpointPlace, { size }: SignedCheckpoint): Promise<void> {
    if (alarmed.has(place)) return;
    alarmed.add(place);
    const sentence = `the audit trail does not continue the checkpoint kept at ${place.name}: it was put back or replaced`;
    const detail = { rule: 'trail_rolled_back', place: place.name, size, sentence };
    await deps.trail.record({ type: 'anomaly.raised', session: deps.session, detail });
  }

  async function retry(): Promise<void> {
    for (const [place, checkpoint] of behind) await send(place, checkpoint);
  }

  return {
    async publish(checkpoint) {
      for (const place of deps.places ?? []) behind.set(place, checkpoint);
      await retry();
    },
    retry,
  };
}
