import type { Binding } from './binding-schema.ts';
import { parseBounded, type Bounded } from './bounded.ts';
import { isReadMethod } from './judge-method.ts';
import type { CanonicalRequest } from './request.ts';
import type { ApprovalTier, Rule } from './rule-schema.ts';

/** What a person would agree to, and how surely it must be that person. */
export interface RequiredApproval {
  /** `once`: this very request. `session`: such requests for a while. `anomaly`: this request, if it is unusual. */
  readonly mode: 'once' | 'session' | 'anomaly';
  readonly tier: ApprovalTier;
  /** How far one yes may reach, where the person says so. */
  readonly bounded?: Bounded;
}

/** Undefined when no person is asked. */
export function requiredApproval(
  request: CanonicalRequest,
  rule: Rule,
  binding: Binding,
): RequiredApproval | undefined {
  const approval = rule.approval ?? binding.approval;
  if (approval === 'never' || (approval === 'writes' && isReadMethod(request.method))) return undefined;
  const mode = approval === 'session' || approval === 'anomaly' ? approval : 'once';
  const tier = rule.approvalTier ?? binding.approvalTier ?? 'confirm';
  const bounded = parseBounded(rule.bounded ?? binding.bounded ?? '');
  return bounded === undefined ? { mode, tier } : { mode, tier, bounded };
}
