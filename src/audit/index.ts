// In: what happened, as other modules tell it; a store for rows; targets, witnesses and senders to reach the outside by.
// Out: durable, chained records with their position; signed checkpoints, proofs, exports; reports on whether the trail is whole.
// Never here: a secret, a query value, a header value, a body; a record that can be changed; a connection of our own.
export { actor, agentActor, type AgentIdentity } from './actor.ts';
export { anchorTrail, noteReached, type AnchoringDeps } from './anchor/anchor-trail.ts';
export { checkAnchor, type AnchorReport } from './anchor/check-anchor.ts';
export { hasAuditKey, openAuditKey, type AuditKey, type NoteSigner } from './checkpoint/audit-key.ts';
export { logKey, logKeyOf, type SignedCheckpoint } from './checkpoint/checkpoint.ts';
export { createCheckpointer, type Checkpointer, type CheckpointerDeps } from './checkpoint/checkpointer.ts';
export { folderTarget, readFolderNote } from './checkpoint/folder-target.ts';
export { gitTarget, type Git } from './checkpoint/git-target.ts';
export { httpTarget } from './checkpoint/http-target.ts';
export { startCheckpointSchedule, type CheckpointSchedule } from './checkpoint/checkpoint-schedule.ts';
export type { CheckpointTarget, HttpAnswer, Post } from './checkpoint/target.ts';
export { targetStateFiles } from './checkpoint/target-state-files.ts';
export type { TargetState, TargetStates } from './checkpoint/target-state.ts';
export { formatVerifierKey, makeVerifierKey, parseVerifierKey, type VerifierKey } from './checkpoint/verifier-key.ts';
export { httpWitness, type Witness } from './checkpoint/witness-client.ts';
export { witnessStateName } from './checkpoint/witness-states.ts';
export { witnessFolder } from './checkpoint/witness-memory.ts';
export { createWitness, type WitnessAnswer, type WitnessDeps } from './checkpoint/witness.ts';
export {
  createAuditTrail,
  type AuditBatch,
  type AuditTrail,
  type AuditTrailDeps,
  type RecordedWithin,
} from './create-audit-trail.ts';
export { EVENT_TYPES, OUTCOME_RESULTS, type EventType, type OutcomeResult } from './event-types.ts';
export type { AuditEvent, AuditOutcome, AuditRequest } from './event.ts';
export { createFingerprinter, FINGERPRINT_KINDS, type Fingerprinter, type FingerprintKind } from './fingerprint.ts';
export { createLease, type Lease } from './lease.ts';
export type { ListFilter } from './list-filter.ts';
export { recordChange } from './record-change.ts';
export { recordRefusal, type Refusal } from './record-refusal.ts';
export { readChain, type AuditRecord } from './record.ts';
export { pruneTrail, type PruneDeps } from './retention/prune-trail.ts';
export type {
  AuditHead,
  AuditQuery,
  AuditRow,
  AuditStore,
  LeaseClaim,
  Limit,
  ReachedLimit,
  UsageLimits,
} from './store.ts';
export type { ChainFault, ChainReport } from './verify/chain-report.ts';
export { proveRecord, readRecordProof, verifyRecordProof, type RecordProof } from './verify/record-proof.ts';
export type { Evidence } from './verify/trail-verifier.ts';
export { verifyExport } from './verify/verify-export.ts';
export type { ProcessProbe, Writer } from './writer.ts';
export { textAt, valueAt } from './json-access.ts';
export { matches } from './list-filter.ts';
export { readRecord } from './record.ts';
export { pagesOf } from './pages.ts';
export { findPruneAnchor } from './retention/find-anchor.ts';
export type { AuditEntry } from './store.ts';
export type { RecordTally, TallyQuery, TallyRow } from './tally.ts';
export { writeWhole } from './checkpoint/write-atomically.ts';
