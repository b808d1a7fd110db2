import { canonicalJson } from '../core/index.ts';
import type { Binding } from './binding-schema.ts';
import { canonicalise, openForms } from './canonicalise.ts';
import type { Decision } from './decide.ts';
import { isReadMethod } from './judge-method.ts';
import { judgeTerms } from './judge-terms.ts';
import { requiredApproval } from './required-approval.ts';
import type { CanonicalRequest } from './request.ts';
import type { Rule } from './rule-schema.ts';
import { selectRule } from './select-rule.ts';

export interface RedirectHop {
  /** The request whose answer points elsewhere, and what was decided about it. */
  readonly request: CanonicalRequest;
  readonly binding: Binding;
  readonly decision: Decision;
  readonly url: URL;
}

/**
 * May the credential follow this hop? Only where the binding opts in, for GET and HEAD, within the origin, and when the
 * hop, judged as a request of its own, is allowed without asking under the same hours and for the same kind of answer.
 *
 * A call a person agreed to follows nowhere: they agreed to that request alone. Counting hops is the caller's.
 * Never throws.
 */
export function judgeRedirect({ request, binding, decision, url }: RedirectHop): boolean {
  if (binding.redirects === undefined || !isReadMethod(request.method) || decision.kind !== 'allow') return false;
  // A body that was judged for the first address is judged for no other.
  if (request.body !== undefined) return false;
  const raw = { method: request.method, url: url.href, headers: Object.fromEntries(request.headers) };
  const next = canonicalise(raw, openForms(binding));
  if (next.kind === 'refused' || next.request.origin !== request.origin) return false;
  const selection = selectRule(next.request, binding);
  const first = binding.rules[decision.rule];
  if (selection.kind !== 'rule' || first === undefined) return false;
  return (
    judgeTerms(next.request, selection.rule, binding) === undefined &&
    requiredApproval(next.request, selection.rule, binding) === undefined &&
    stateTerms(first, binding) === stateTerms(selection.rule, binding)
  );
}

// Equal terms need no second look at clock, rate and secret: the call has just passed them.
function stateTerms(rule: Rule, binding: Binding): string {
  return canonicalJson({ hours: rule.hours ?? binding.hours ?? null, response: rule.response ?? binding.response });
}
