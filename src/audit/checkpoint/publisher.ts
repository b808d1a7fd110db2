import { isKeywardError, type Clock, type RecordedSession, type Logger } from '../../core/index.ts';
import type { AuditTrail } from '../create-audit-trail.ts';
import type { SignedCheckpoint } from './checkpoint.ts';
import { compareWithStored } from './compare-with-stored.ts';
import type { CheckpointTarget, TrailHistory } from './target.ts';
import { targetStatesInMemory, type TargetState, type TargetStates } from './target-state.ts';
import { within } from '../../core/index.ts';

export const TARGET_TIMEOUT_MS = 10_000;

const BROKEN = 'AUDIT_BROKEN';
const RETRY_MS = 60_000;

export interface PublisherDeps {
  readonly targets?: readonly CheckpointTarget[];
  /** Default: forgotten when the process ends. */
  readonly targetStates?: TargetStates;
  /** How long one target may take. Default ten seconds. */
  readonly targetTimeoutMs?: number;
  /** Aborted when the process ends: what is still being sent is given up. */
  readonly stop?: AbortSignal;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly session: RecordedSession;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Publisher {
  /**
   * Send this checkpoint to every target that has not taken it yet, to all at once. Never throws for what a target does: it
   * is sent the newest one again next time. Throws what `record` throws, when an alarm is to be raised.
   */
  publish(checkpoint: SignedCheckpoint, history: TrailHistory): Promise<void>;
}

/** Carries checkpoints outside. An older one need not arrive: the newest speaks for all before it. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const states = deps.targetStates ?? targetStatesInMemory();
  const tried = new Map<CheckpointTarget, { readonly size: number; readonly atMs: number }>();

  async function bringTo(target: CheckpointTarget, checkpoint: SignedCheckpoint, history: TrailHistory): Promise<void> {
    const before = (await states.load(target.name)) ?? { name: target.name };
    const { taken } = before;
    if (taken?.size === checkpoint.size && before.failing === undefined) return;
    // A target that is down is not asked at every look, unless there is something new for it.
    const last = tried.get(target);
    if (last?.size === checkpoint.size && deps.clock.now() - last.atMs < RETRY_MS) return;
    tried.set(target, { size: checkpoint.size, atMs: deps.clock.now() });
    const code = await send(target, { checkpoint, history, taken });
    const nowMs = deps.clock.now();
    if (code === undefined) {
      const { size, root } = checkpoint;
      const furthest = taken !== undefined && taken.size > size ? taken : { size, root, atMs: nowMs };
      await save({ name: target.name, taken: furthest });
      return;
    }
    await save({ ...before, failing: { sinceMs: before.failing?.sinceMs ?? nowMs, code } });
    // Once for each time it breaks: an alarm that is repeated every minute is an alarm that is not read.
    if (code === BROKEN && before.failing?.code !== BROKEN) await raiseAlarm(target, checkpoint);
  }

  /** The code it failed with. */
  async function send(
    target: CheckpointTarget,
    {
      checkpoint,
      history,
      taken,
    }: Pick<TargetState, 'taken'> & { checkpoint: SignedCheckpoint; history: TrailHistory },
  ): Promise<string | undefined> {
    try {
      // Another process was faster: the target has a newer one, which speaks for this one too.
      if ((await compareWithStored(checkpoint, taken, history)) === 'older') return undefined;
      const limits = { timeoutMs: deps.targetTimeoutMs ?? TARGET_TIMEOUT_MS, stop: deps.stop };
      await within(limits, (signal) => target.publish(checkpoint, { history, signal }));
      return undefined;
    } catch (error) {
      const code = isKeywardError(error) ? error.code : 'INTERNAL';
      deps.logger.warn({ target: target.name, size: checkpoint.size, code }, 'a checkpoint could not be published');
      return code;
    }
  }

  async function save(state: TargetState): Promise<void> {
    await states.save(state).catch(() => {
      deps.logger.warn({ target: state.name }, 'it could not be noted how far a target has come');
    });
  }

  async function raiseAlarm(target: CheckpointTarget, { size }: SignedCheckpoint): Promise<void> {
    const sentence = `the audit trail does not continue the checkpoint stored at ${target.name}: it was rolled back or replaced`;
    const detail = { rule: 'trail_rolled_back', place: target.name, size, sentence };
    await deps.trail.record({ type: 'anomaly.raised', session: deps.session, detail });
  }

  return {
    async publish(checkpoint, history) {
      await Promise.all((deps.targets ?? []).map((target) => bringTo(target, checkpoint, history)));
    },
  };
}
