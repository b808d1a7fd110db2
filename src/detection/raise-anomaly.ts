import { newId, type Clock, type RecordedSession, type Random } from '../core/index.ts';
import { actor, recordChange, type AuditTrail } from '../audit/index.ts';
import type { Anomaly } from './detector.ts';

/** What is done to an agent, beyond raising an alert. */
export interface Restriction {
  readonly agentId: string;
  readonly response: 'throttle' | 'suspend';
}

/** Holds it against the agent, durably and for every process. False when nothing changed: it was held already. */
export type Restrict = (restriction: Restriction) => Promise<boolean>;

/** An anomaly that stands in the trail. */
export interface Alert extends Anomaly {
  /** `call_id` of its record, to acknowledge it by. */
  readonly id: string;
}

export interface RaiseDeps {
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly restrict: Restrict;
  readonly random: Random;
  readonly clock: Clock;
  /** Session context for the records the watch writes. */
  readonly session: RecordedSession;
}

/**
 * Do what an anomaly calls for, then record it. In this order: a process that finds no `anomaly.raised` after a crash does both
 * again, and an agent that was restricted already stays so. Throws `AUDIT_UNWRITABLE`, and what `restrict` throws.
 */
export async function raiseAnomaly(deps: RaiseDeps, anomaly: Anomaly): Promise<Alert> {
  const alert = { ...anomaly, id: newId(deps.random) };
  await restrict(deps, alert);
  const { rule, response, subject, sentence, seq } = alert;
  const detail = { rule, response, subject, sentence, seq };
  const type = response === 'note' ? 'usage.noted' : 'anomaly.raised';
  await deps.trail.record({ ...factsOf(deps, alert), type, detail });
  return alert;
}

async function restrict(deps: RaiseDeps, alert: Alert): Promise<void> {
  const { agentId, response, rule, sentence } = alert;
  if (response !== 'throttle' && response !== 'suspend') return;
  const type = response === 'suspend' ? 'agent.suspended' : 'agent.throttled';
  await recordChange(
    deps.trail,
    { ...factsOf(deps, alert), type, detail: { rule, sentence } },
    {
      change: () => deps.restrict({ agentId, response }),
      describe: (changed) => ({ detail: { rule, sentence, changed } }),
    },
  );
}

function factsOf({ session }: RaiseDeps, { id, agentId, agentName }: Alert) {
  return {
    call_id: id,
    session: actor('watch', session),
    agent: { id: agentId, name: agentName },
  };
}
