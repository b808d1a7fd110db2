// In: a token text, or the owner; and a store of signed rows.
// Out: who is asking, what the owner granted, and the vault keys that go with it.
// Never here: items, policy, or a decision about a single call.
export { type AgentSummary, type TokenSummary } from './agent-summary.ts';
export { createAgent, describeAgent, listAgents, resumeAgent, type AgentDraft, type AgentWithToken } from './agents.ts';
export { deleteAgent, expireAgent, revokeAgent } from './end-agent.ts';
export {
  type Identification,
  type IdentifiedAgent,
  type IdentifyDeps,
  type RefusalCause,
  type Refused,
} from './identification.ts';
export { identifyAsOwner, type IdentifyAsOwnerDeps } from './identify-as-owner.ts';
export { exchangeWorkloadToken, type Exchange, type ExchangeDeps } from './exchange-token.ts';
export {
  identifyByToken,
  identifyForAccess,
  identifyHook,
  identifyTrailReader,
  readAccessible,
  type IdentifiedHook,
  type IdentifiedTrailReader,
} from './identify-by-token.ts';
export type { AccessRule } from './access-rule-schema.ts';
export { issueAccessToken, setAccessRules } from './access-rules.ts';
export { matchAccess, type AccessibleAgent, type AccessMatch } from './match-access.ts';
export {
  createAccessVerifier,
  type AccessRefusal,
  type AccessToken,
  type AccessVerifier,
} from './verify-access-token.ts';
export { credentialOf, identifyHolder, type TokenHolder } from './identify-holder.ts';
export { type AgentDeps, type ScopedItem, type TokenScope } from './issue-token.ts';
export { brokenLimit, type AgentLimits, type BrokenLimit } from './limits.ts';
export { type GrantedKey, type Owner } from './owner.ts';
export { type Grant, type Principal, type Right } from './principal.ts';
export { cachedIdentityStore } from './cached-identity-store.ts';
export { rotateAgent, type RotateOptions } from './rotate-agent.ts';
export { sealToAgents } from './seal-to-agents.ts';
export {
  type AgentChange,
  type AgentRecord,
  type AgentRow,
  type GrantRow,
  type IdentityStore,
  type SealedKeyRow,
  type SignedRow,
  type Standing,
  type TokenChange,
  type TokenRow,
} from './store.ts';
export { createWorkloadVerifier, type WorkloadRefusal, type WorkloadVerifier } from './verify-workload.ts';
export { trustWorkloads } from './workload-trust.ts';
export type { FetchDocument } from './issuer-keys.ts';
export type { WorkloadTrust } from './workload-trust-schema.ts';
export { issueTaskToken, type TaskToken, type TaskTokenDraft } from './task-token.ts';
export { type VaultScope } from './token-scope.ts';
export { tokenValidity } from './token-validity.ts';
