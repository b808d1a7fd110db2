import type { UsageLimits } from '../audit/index.ts';
import type { ErrorCode, Json } from '../core/index.ts';
import type { Principal } from '../identity/index.ts';
import { canonicalise, decide, type Binding, type CanonicalRequest, type Decision } from '../policy/index.ts';
import type { ItemSummary, SecretStore } from '../secrets/index.ts';
import { bindingOf } from './binding-of.ts';
import type { CallInput } from './call-input.ts';
import type { BoundUsage, UsageHistory } from './usage-history.ts';

const THROTTLED = 'this agent is slowed down, because it behaved unusually';

/** A request with everything the decision needs: it is judged, recorded and sent as this one object. */
export interface Evaluated {
  readonly kind: 'judged';
  readonly item: ItemSummary;
  readonly binding: Binding;
  readonly request: CanonicalRequest;
  readonly decision: Decision;
  /** Within these the intent of the call is to be recorded: the decision does not know what is used meanwhile. */
  readonly limits: UsageLimits;
}

export interface NotEvaluated {
  readonly kind: 'unjudged';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly nearest?: Json;
  /** What is known so far, for the record. */
  readonly item?: ItemSummary;
}

export interface JudgeDeps {
  readonly store: SecretStore;
  readonly principal: Pick<Principal, 'agentId' | 'throttledUntil'>;
  readonly usage: UsageHistory;
  readonly now: number;
  /** What is allowed is then recorded within its limits: what was used is read only to say why a call is denied. */
  readonly reserves?: true;
}

/**
 * The one evaluator behind live calls and `explain_request`: find the item, make the request
 * canonical, decide. It opens no secret and changes nothing.
 */
export async function judge(deps: JudgeDeps, input: CallInput): Promise<Evaluated | NotEvaluated> {
  if (input.invalid !== undefined) return unjudged(input.invalid.code, input.invalid.reason);
  const found = await deps.store.find(input.item);
  if (found.kind === 'none') return unjudged('ITEM_NOT_FOUND', 'there is no such item among those you may use');
  if (found.kind === 'ambiguous') {
    return { ...unjudged('ITEM_AMBIGUOUS', 'more than one item has that name'), nearest: { items: found.candidates } };
  }
  const { item } = found;
  const { principal, usage, now } = deps;
  const used = { ...principal, item, now };
  if (await usage.isThrottled(used)) return { ...unjudged('POLICY_RATE_EXCEEDED', THROTTLED), item };
  const binding = bindingOf(item);
  if (binding === undefined) {
    return {
      ...unjudged('ITEM_NOT_BOUND', 'this item is not bound to any destination, so it cannot be used over HTTP'),
      item,
    };
  }
  const canonical = canonicalise(input);
  if (canonical.kind === 'refused') return { ...unjudged(canonical.code, canonical.reason), item };
  const { request } = canonical;
  const decision = await decideNow(deps, request, { ...used, binding });
  return { kind: 'judged', item, binding, request, decision, limits: usage.limitsFor({ ...used, binding }) };
}

// A call that is allowed if nothing was used yet is judged once more in the commit of its intent.
async function decideNow(
  { usage, reserves }: JudgeDeps,
  request: CanonicalRequest,
  used: BoundUsage,
): Promise<Decision> {
  const first = reserves === true ? decide(request, used.binding, usage.unusedState(used)) : undefined;
  const decision =
    first === undefined || first.kind === 'deny' ? decide(request, used.binding, await usage.stateFor(used)) : first;
  if (decision.kind !== 'ask' || decision.approval.mode !== 'anomaly') return decision;
  const { approval: _, ...permission } = decision;
  return (await usage.isUnusual(used, request.origin)) ? decision : { ...permission, kind: 'allow' };
}

function unjudged(code: ErrorCode, reason: string): NotEvaluated {
  return { kind: 'unjudged', code, reason };
}
