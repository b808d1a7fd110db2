import type { Spent, Use } from '../approval/index.ts';
import type { RecordedWithin, UsageLimits } from '../audit/index.ts';
import type { JsonObject } from '../core/index.ts';
import type { Approved } from './approve-call.ts';
import type { BrokerDeps } from './broker-deps.ts';
import { eventOf, recordWithin, type RecordFacts } from './record-event.ts';

/** A call that is about to be made. */
export interface IntendedCall {
  readonly deps: BrokerDeps;
  readonly facts: RecordFacts;
  readonly judged: { readonly limits: UsageLimits };
  /** Where a person had to agree. */
  readonly approved?: Approved;
}

/**
 * Make the intent of a call durable, within its limits. The use of a yes and the intent are one commit: after a crash both
 * are there and nothing was sent, or neither is.
 */
export async function recordIntent(
  { deps, facts, judged: { limits }, approved }: IntendedCall,
  detail: JsonObject,
): Promise<RecordedWithin | (Spent & { kind: 'refused' })> {
  if (approved === undefined) return recordWithin(deps.trail, facts, { type: 'call.intent', detail, limits });
  const { permit, act } = approved;
  const approval = permit.kind === 'approval' ? permit.id : permit.approvalId;
  const batch = {
    before: [eventOf(facts, { type: 'approval.consumed', detail: { approval, by: permit.kind } })],
    event: eventOf(facts, { type: 'call.intent', detail: { ...detail, approval } }),
    limits,
  };
  let recorded: RecordedWithin | undefined;
  const record: Use['record'] = async (append) => {
    recorded = await deps.trail.recordThrough(append, batch);
  };
  const spent = await deps.approvals.spend({ permit, act: act(), callId: facts.callId, record });
  if (recorded !== undefined) return recorded;
  return spent.kind === 'refused' ? spent : { kind: 'refused', code: 'APPROVAL_VOID', reason: 'void' };
}
