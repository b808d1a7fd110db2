// In: a request as an agent asks for it, and the binding its owner wrote.
// Out: one canonical request, and one decision about it with its reason: allow, ask or deny.
// Never here: a secret, the network, a clock, or anything an agent sent used as a pattern.
export { bindingSchema, parseBinding, type Binding, type BindingInput } from './binding-schema.ts';
export { buildBinding, type BindingFlags } from './build-binding.ts';
export { canonicalise, openForms, type OpenForms } from './canonicalise.ts';
export { decide, type Allowed, type Asks, type Decision, type Permission, type PolicyState } from './decide.ts';
export type { Denial } from './denial.ts';
export { describeAuth, describeBinding, diffBindings } from './describe-binding.ts';
export type { RequiredApproval } from './required-approval.ts';
export { METHODS } from './judge-method.ts';
export { judgeRedirect } from './judge-redirect.ts';
export { sendsPlaceholder } from './placeholder.ts';
export { parseRate, type Rate } from './rate.ts';
export { isJsonPointer, resolvePointer } from './json-pointer.ts';
export { REQUEST_LIMITS } from './limits.ts';
export { parseOrigin } from './origin.ts';
export { parseRule } from './parse-rule.ts';
export { requestDigest, type CanonicalRequest, type Method, type RawRequest } from './request.ts';
export {
  APPROVAL_TIERS,
  APPROVALS,
  type Approval,
  type ApprovalTier,
  type ResponsePolicy,
  type Rule,
} from './rule-schema.ts';
