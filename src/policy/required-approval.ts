import type { Binding } from './binding-schema.ts';
import { isReadMethod } from './judge-method.ts';
import type { CanonicalRequest } from './request.ts';
import type { Rule } from './rule-schema.ts';

/** What a person would agree to: this very request, or such requests for a while. Undefined when no approval is required. */
export function requiredApproval(
  request: CanonicalRequest,
  rule: Rule,
  binding: Binding,
): 'once' | 'session' | undefined {
  const approval = rule.approval ?? binding.approval;
  if (approval === 'never' || (approval === 'writes' && isReadMethod(request.method))) return undefined;
  return approval === 'session' ? 'session' : 'once';
}
