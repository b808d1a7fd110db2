import type { Clock, RecordedSession } from '../../core/index.ts';
import type { AuditTrail } from '../create-audit-trail.ts';
import type { TargetStates } from './target-state.ts';
import type { Cosigned } from './witness-client.ts';

const BROKEN = 'AUDIT_BROKEN';

export interface WitnessStateDeps {
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly session: RecordedSession;
  readonly clock: Clock;
  readonly targetStates?: TargetStates;
}

/** Under which name it is remembered how far a witness has come. */
export function witnessStateName(name: string): string {
  return `witness ${name}`;
}

/**
 * Remember how far each witness has come. One that has seen another trail raises the alarm, once for each time: nothing else knows
 * the true past after a rollback of everything here.
 */
export async function noteWitnesses(deps: WitnessStateDeps, { checkpoint, answers }: Cosigned): Promise<void> {
  for (const { name, code } of answers) {
    const state = witnessStateName(name);
    const before = (await deps.targetStates?.load(state)) ?? { name: state };
    const atMs = deps.clock.now();
    const { size, root } = checkpoint;
    const after =
      code === undefined
        ? { name: state, taken: { size, root, atMs } }
        : { ...before, failing: { sinceMs: before.failing?.sinceMs ?? atMs, code } };
    await deps.targetStates?.save(after);
    if (code === BROKEN && before.failing?.code !== BROKEN) await raiseAlarm(deps, state, size);
  }
}

async function raiseAlarm({ trail, session }: WitnessStateDeps, target: string, size: number): Promise<void> {
  const sentence = `the audit trail does not continue what the ${target} has co-signed: it was put back or replaced`;
  await trail.record({
    type: 'anomaly.raised',
    session,
    detail: { rule: 'trail_rolled_back', target, size, sentence },
  });
}
