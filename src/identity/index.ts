// In: a token text, or the owner; and a store of signed rows.
// Out: who is asking, what the owner granted, and the vault keys that go with it.
// Never here: items, policy, or a decision about a single call.
export { type AgentSummary } from './agent-summary.ts';
export {
  createAgent,
  listAgents,
  revokeAgent,
  rotateAgent,
  type AgentDraft,
  type AgentWithToken,
  type RotateOptions,
} from './agents.ts';
export {
  type Identification,
  type IdentifiedAgent,
  type IdentifyDeps,
  type RefusalCause,
  type Refused,
} from './identification.ts';
export { identifyAsOwner, type IdentifyAsOwnerDeps } from './identify-as-owner.ts';
export { identifyByToken } from './identify-by-token.ts';
export { type AgentDeps } from './issue-token.ts';
export { type GrantedKey, type Owner } from './owner.ts';
export { type Grant, type Principal, type Right } from './principal.ts';
export { type SessionContext, type SessionPrincipal } from './session-context.ts';
export {
  type AgentRecord,
  type AgentRow,
  type GrantRow,
  type IdentityStore,
  type SealedKeyRow,
  type SignedRow,
  type TokenRow,
} from './store.ts';
