import type { ErrorCode, Json } from '../core/index.ts';
import type { Principal } from '../identity/index.ts';
import { canonicalise, decide, type Binding, type CanonicalRequest, type Decision } from '../policy/index.ts';
import type { ItemSummary, SecretStore } from '../secrets/index.ts';
import { bindingOf } from './binding-of.ts';
import type { CallInput } from './call-input.ts';
import type { UsageHistory } from './usage-history.ts';

// Enough for a person to see that things still work, too few to empty a vault with.
const THROTTLED_CALLS_A_MINUTE = 4;
const THROTTLED = 'this agent is slowed down, because it behaved unusually';

/** A request with everything the decision needs: it is judged, recorded and sent as this one object. */
export interface Evaluated {
  readonly kind: 'judged';
  readonly item: ItemSummary;
  readonly binding: Binding;
  readonly request: CanonicalRequest;
  readonly decision: Decision;
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
  /** The call will be made when it is allowed: it counts at once, or calls at the same moment would each be the first. */
  readonly counts?: true;
}

/**
 * The one evaluator behind live calls and `explain_request`: find the item, make the request
 * canonical, decide. It opens no secret and changes nothing but the count of calls.
 */
export async function judge(deps: JudgeDeps, input: CallInput): Promise<Evaluated | NotEvaluated> {
  if (input.invalid !== undefined) return unjudged(input.invalid.code, input.invalid.reason);
  const found = await deps.store.find(input.item);
  if (found.kind === 'none') return unjudged('ITEM_NOT_FOUND', 'there is no such item among those you may use');
  if (found.kind === 'ambiguous') {
    return { ...unjudged('ITEM_AMBIGUOUS', 'more than one item has that name'), nearest: { items: found.candidates } };
  }
  const { item } = found;
  if (isThrottled(deps)) return { ...unjudged('POLICY_RATE_EXCEEDED', THROTTLED), item };
  const binding = bindingOf(item);
  if (binding === undefined) {
    return {
      ...unjudged('ITEM_NOT_BOUND', 'this item is not bound to any destination, so it cannot be used over HTTP'),
      item,
    };
  }
  const canonical = canonicalise(input);
  if (canonical.kind === 'refused') return { ...unjudged(canonical.code, canonical.reason), item };
  const key = { agentId: deps.principal.agentId, itemId: item.id, now: deps.now };
  if (binding.rate !== undefined) await deps.usage.recall(key);
  const decision = decide(canonical.request, binding, deps.usage.stateFor({ ...key, item, binding }));
  if (deps.counts === true && decision.kind === 'allow') deps.usage.countCall(key);
  return { kind: 'judged', item, binding, request: canonical.request, decision };
}

function isThrottled({ principal: { agentId, throttledUntil = 0 }, usage, now }: JudgeDeps): boolean {
  return now < throttledUntil && usage.callsOf(agentId, { now, windowMs: 60_000 }) >= THROTTLED_CALLS_A_MINUTE;
}

function unjudged(code: ErrorCode, reason: string): NotEvaluated {
  return { kind: 'unjudged', code, reason };
}
