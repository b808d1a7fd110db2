import type { ApprovalLimits } from './limits.ts';
import { standingByAllowance, standingOf, type Standing } from './standing.ts';
import type { ApprovalRow, Seen, Step } from './store.ts';

export interface NextStep {
  readonly step: Step;
  readonly standing: Standing;
}

const NOTHING: Step = { kind: 'nothing' };

/** What one more time of asking comes to. `make` gives the row for a person to be asked about. */
export function nextStep(seen: Seen, limits: ApprovalLimits, make: (now: number) => ApprovalRow): NextStep {
  const { latest, allowance, now } = seen;
  if (latest?.state === 'approved') return found(latest);
  if (allowance !== undefined) return { step: NOTHING, standing: standingByAllowance(allowance) };
  if (latest?.state === 'pending') return found(latest);
  if (latest?.state === 'not_shown') return found(latest, againStep(latest, now, limits));
  return afterEnd(seen, limits) ?? askAnew(seen, limits, make);
}

function found(row: ApprovalRow, step = NOTHING): NextStep {
  const standing = standingOf(row);
  if (standing === undefined) throw new TypeError('an approval that was used has no standing');
  return { step, standing };
}

function againStep({ id, notifiedAt }: ApprovalRow, now: number, { notifyAgainMs }: ApprovalLimits): Step {
  return now - notifiedAt >= notifyAgainMs ? { kind: 'notify', id } : NOTHING;
}

// An end is told once to the agent that repeats the request, whenever that is; only then may the same be asked again.
function afterEnd({ latest, denials, now }: Seen, limits: ApprovalLimits): NextStep | undefined {
  const until = coolDownEnd(denials, limits);
  const isCoolingDown = until !== undefined && now < until;
  if (latest !== undefined && isUntoldEnd(latest)) return found(latest, { kind: 'tell', id: latest.id });
  if (!isCoolingDown) return undefined;
  if (latest?.state === 'denied') return found(latest);
  return { step: NOTHING, standing: { kind: 'cooling_down', code: 'APPROVAL_COOLING_DOWN', until } };
}

function isUntoldEnd({ state, told }: ApprovalRow): boolean {
  return !told && (state === 'denied' || state === 'expired' || state === 'void');
}

/** Only a person's no counts: neither a silence nor a client that answered by itself keeps an agent from asking. */
function coolDownEnd(denials: readonly number[], limits: ApprovalLimits): number | undefined {
  const last = denials.at(-1);
  if (last === undefined) return undefined;
  return last + Math.min(limits.coolDownMs * 2 ** (denials.length - 1), limits.maxCoolDownMs);
}

function askAnew({ pending, now }: Seen, limits: ApprovalLimits, make: (now: number) => ApprovalRow): NextStep {
  if (pending >= limits.maxPending) {
    return { step: NOTHING, standing: { kind: 'too_many', code: 'APPROVAL_TOO_MANY', limit: limits.maxPending } };
  }
  const row = make(now);
  return found(row, { kind: 'insert', row });
}
