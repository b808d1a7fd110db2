// In: a request as an agent asks for it, and the binding its owner wrote.
// Out: one canonical request, and one decision about it with its reason: allow, ask or deny.
// Never here: a secret, the network, a clock, or anything an agent sent used as a pattern.
export { bindingSchema, parseBinding, type Binding, type BindingInput } from './binding-schema.ts';
export { buildBinding, type BindingFlags } from './build-binding.ts';
export { canonicalise, type Canonicalised } from './canonicalise.ts';
export { decide, type Allowed, type Asks, type Decision, type Permission, type PolicyState } from './decide.ts';
export { type Denial, type DenialCode } from './denial.ts';
export { describeAuth, describeBinding, diffBindings } from './describe-binding.ts';
export { METHODS, READ_METHODS } from './judge-method.ts';
export { judgeRedirect, type RedirectHop } from './judge-redirect.ts';
export { DEFAULT_HEADERS } from './judge-terms.ts';
export { isJsonPointer, resolvePointer } from './json-pointer.ts';
export { REQUEST_LIMITS } from './limits.ts';
export { parseOrigin } from './origin.ts';
export { formatRule, parseRule, type ShortRule } from './parse-rule.ts';
export { PRIVATE_NETWORKS } from './private-networks.ts';
export type { Refusal } from './refusal.ts';
export {
  requestDigest,
  type BodyKind,
  type CanonicalBody,
  type CanonicalRequest,
  type Method,
  type RawBody,
  type RawRequest,
  type Scalar,
} from './request.ts';
export type { Approval, JsonCondition, ResponsePolicy, Rule } from './rule-schema.ts';
