import type { Binding } from './binding-schema.ts';
import { denySelection } from './deny-selection.ts';
import { deny, type Denial } from './denial.ts';
import { isReadMethod } from './judge-method.ts';
import { judgeTerms } from './judge-terms.ts';
import { originCovers } from './origin.ts';
import { parseRate } from './rate.ts';
import type { CanonicalRequest } from './request.ts';
import type { ResponsePolicy, Rule } from './rule-schema.ts';
import { requiredApproval, type RequiredApproval } from './required-approval.ts';
import { selectRule } from './select-rule.ts';
import { isInsideWindow } from './time-window.ts';

/** What a decision needs to know that stands neither in the request nor in the binding. */
export interface PolicyState {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Earlier calls with this item by this agent within the last `windowMs`, this one not counted. */
  recentCalls(windowMs: number): number;
  /** Length of the secret that would be placed; of several, the shortest that must stay secret. */
  readonly secretBytes: number;
  /** True when the item was locked for this agent, for instance after its secret came back too often. */
  readonly locked?: boolean;
}

/** What may be done with an allowed request. */
export interface Permission {
  /** Position in the binding, from 0, of the rule that allows it. */
  readonly rule: number;
  readonly response: ResponsePolicy;
  /** Only where the binding opts in and the method reads; every hop is judged by `judgeRedirect`. */
  readonly redirects?: { readonly max: number };
}

export type Allowed = { readonly kind: 'allow' } & Permission;
/** Allowed once a person agrees. */
export type Asks = { readonly kind: 'ask'; readonly approval: RequiredApproval } & Permission;
export type Decision = Allowed | Asks | Denial;

const MIN_SECRET_BYTES = 8;
// Below this, finding the secret in an answer would blank ordinary text, so it must not be relied on.
const MIN_SCRUBBED_BYTES = 16;

/**
 * The one evaluator: may this item's secret go out with this request? Live calls, `explain_request` and the command
 * line all ask here. Pure, never throws, and denies whatever no rule allows.
 */
export function decide(request: CanonicalRequest, binding: Binding, state: PolicyState): Decision {
  if (state.locked === true) return deny('POLICY_LOCKED', 'this item is locked for this agent');
  if (!binding.origins.some((origin) => originCovers(origin, request.origin))) {
    return deny('POLICY_ORIGIN_NOT_BOUND', 'this item may not be used with that origin', { origins: binding.origins });
  }
  const selection = selectRule(request, binding);
  if (selection.kind !== 'rule') return denySelection(selection, binding);
  const { rule } = selection;
  const denial = judgeTerms(request, rule, binding) ?? judgeState(rule, binding, state);
  return denial ?? grant(request, { rule, number: selection.number }, binding);
}

function judgeState(rule: Rule, binding: Binding, state: PolicyState): Denial | undefined {
  const hours = rule.hours ?? binding.hours;
  if (hours !== undefined && !isInsideWindow(hours, state.now)) {
    return deny('POLICY_OUTSIDE_TIME_WINDOW', 'this item may not be used at this hour', { hours: { ...hours } });
  }
  const { mode } = rule.response ?? binding.response;
  if (state.secretBytes < MIN_SECRET_BYTES) {
    return deny('POLICY_SECRET_TOO_SHORT', `a secret under ${MIN_SECRET_BYTES} bytes is not used for calls`);
  }
  if (state.secretBytes < MIN_SCRUBBED_BYTES && mode === 'scrubbed') {
    return deny(
      'POLICY_SECRET_TOO_SHORT',
      `a secret under ${MIN_SCRUBBED_BYTES} bytes needs the response mode status_only or projection`,
    );
  }
  const rate = binding.rate === undefined ? undefined : parseRate(binding.rate);
  if (rate === undefined || state.recentCalls(rate.windowMs) < rate.calls) return undefined;
  return deny('POLICY_RATE_EXCEEDED', 'this item was used too often', { rate: binding.rate ?? '' });
}

function grant(
  request: CanonicalRequest,
  { rule, number }: { rule: Rule; number: number },
  binding: Binding,
): Decision {
  const permission: Permission = {
    rule: number,
    response: rule.response ?? binding.response,
    ...(binding.redirects && isReadMethod(request.method) && { redirects: binding.redirects }),
  };
  const approval = requiredApproval(request, rule, binding);
  return approval === undefined ? { kind: 'allow', ...permission } : { kind: 'ask', approval, ...permission };
}
