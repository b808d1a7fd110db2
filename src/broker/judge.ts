import type { AuditTrail, UsageLimits } from '../audit/index.ts';
import { isId, type ErrorCode, type Json } from '../core/index.ts';
import type { Principal } from '../identity/index.ts';
import {
  canonicalise,
  decide,
  openForms,
  type Binding,
  type CanonicalRequest,
  type Decision,
} from '../policy/index.ts';
import type { ItemSummary, ReadStore } from '../secrets/index.ts';
import { invalidArgument } from './argument-problem.ts';
import { bindingOf } from './binding-of.ts';
import type { CallInput } from './call-input.ts';
import { notAPointer } from './narrow-body.ts';
import { toldLocked, toldThrottled, whyThrottled, type Restraint } from './restraint.ts';
import type { BoundUsage, UsageHistory, UsageOf } from './usage-history.ts';

/** A request with everything the decision needs: it is judged, recorded and sent as this one object. */
export interface Evaluated {
  readonly kind: 'judged';
  readonly item: ItemSummary;
  readonly binding: Binding;
  readonly request: CanonicalRequest;
  readonly decision: Decision;
  /** Within these the intent of the call is to be recorded: the decision does not know what is used meanwhile. */
  readonly limits: UsageLimits;
  /** Of a denial that ends by itself. */
  readonly restraint?: ToldRestraint;
}

/** Why and until when a call is not possible now. */
export interface ToldRestraint {
  readonly retryAfterMs: number;
  readonly reason?: string;
  readonly hint?: string;
}

export interface NotEvaluated {
  readonly kind: 'unjudged';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly nearest?: Json;
  readonly restraint?: ToldRestraint;
  /** It named a vault or an id that is none of its own: more than a misspelt title. */
  readonly outsideGrants?: true;
  /** What is known so far, for the record. */
  readonly item?: ItemSummary;
}

export interface JudgeDeps {
  readonly store: Pick<ReadStore, 'find' | 'listVaults'>;
  readonly principal: Pick<Principal, 'agentId' | 'throttledUntil'> & Partial<Pick<Principal, 'agentName'>>;
  readonly usage: UsageHistory;
  readonly now: number;
  /** What is allowed is then recorded within its limits: what was used is read only to say why a call is denied. */
  readonly reserves?: true;
  /** Says why an agent is slowed down. */
  readonly trail?: Pick<AuditTrail, 'list'>;
}

/**
 * The one evaluator behind live calls and `explain_request`: find the item, make the request
 * canonical, decide. It opens no secret and changes nothing.
 */
export async function judge(deps: JudgeDeps, input: CallInput): Promise<Evaluated | NotEvaluated> {
  if (input.invalid !== undefined) return unjudged(input.invalid.code, input.invalid.reason);
  const wrong = notAPointer(input);
  if (wrong !== undefined) {
    const { code, reason } = invalidArgument(
      ['select'],
      wrong,
      'JSON pointers (RFC 6901) such as /data/0/id or /data/*/id',
    );
    return unjudged(code, reason);
  }
  const found = await deps.store.find(input.item);
  if (found.kind === 'none') return notFound(deps.store, input.item);
  if (found.kind === 'ambiguous') {
    return { ...unjudged('ITEM_AMBIGUOUS', 'more than one item has that name'), nearest: { items: found.candidates } };
  }
  const { item } = found;
  const { principal, usage, now } = deps;
  const used = { ...principal, item, now };
  if (await usage.isThrottled(used)) return { ...(await throttled(deps, used)), item };
  const binding = bindingOf(item);
  if (binding === undefined) {
    return {
      ...unjudged('ITEM_NOT_BOUND', 'this item is not bound to any destination, so it cannot be used over HTTP'),
      item,
    };
  }
  const canonical = canonicalise(input, openForms(binding));
  if (canonical.kind === 'refused') return { ...unjudged(canonical.code, canonical.reason), item };
  const { request } = canonical;
  const decision = await decideNow(deps, request, { ...used, binding });
  const limits = usage.limitsFor({ ...used, binding });
  const restraint = await restraintOf(deps, decision, { ...used, binding });
  return { kind: 'judged', item, binding, request, decision, limits, ...(restraint && { restraint }) };
}

// A title is misspelt easily. A vault that is not among its own, or an id, was learned elsewhere.
async function notFound(store: Pick<ReadStore, 'listVaults'>, reference: string): Promise<NotEvaluated> {
  const missing = unjudged('ITEM_NOT_FOUND', 'there is no such item among those you may use');
  const [vault, title] = reference.split('/');
  const isOwn = async (): Promise<boolean> =>
    (await store.listVaults()).some(({ id, name }) => id === vault || name === vault);
  const isOutside = isId(reference) || (title !== undefined && !(await isOwn()));
  return isOutside ? { ...missing, outsideGrants: true } : missing;
}

async function throttled({ usage, trail, principal }: JudgeDeps, used: UsageOf): Promise<NotEvaluated> {
  const restraint = await usage.restraintOf('throttled', used);
  const told = toldThrottled(restraint, await whyThrottled(trail, used.agentId), principal.agentName);
  return { ...unjudged('POLICY_RATE_EXCEEDED', told.reason), restraint: waiting(restraint, used, told) };
}

async function restraintOf(
  { usage }: JudgeDeps,
  decision: Decision,
  used: BoundUsage,
): Promise<ToldRestraint | undefined> {
  if (decision.kind !== 'deny') return undefined;
  if (decision.code === 'POLICY_RATE_EXCEEDED') return waiting(await usage.restraintOf('rate', used), used);
  if (decision.code !== 'POLICY_LOCKED') return undefined;
  const restraint = await usage.restraintOf('locked', used);
  return waiting(restraint, used, toldLocked(restraint, used.item));
}

function waiting({ retryAt }: Restraint, { now }: UsageOf, told: Partial<ToldRestraint> = {}): ToldRestraint {
  return { ...told, retryAfterMs: Math.max(0, retryAt - now) };
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
