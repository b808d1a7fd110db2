// In: what happened, as other rooms tell it; a store for rows; places, witnesses and senders to reach the outside by.
// Out: durable, chained records with their place; signed checkpoints, proofs, exports; reports on whether the trail is whole.
// Never here: a secret, a query value, a header value, a body; a record that can be changed; a connection of our own.
export { acknowledgeAlert, openAlerts } from './anomaly/alerts.ts';
export { agentStanding, type AgentStanding } from './anomaly/agent-standing.ts';
export type { Response } from './anomaly/anomaly-rule.ts';
export { createAnomalyWatch, type Alert, type AnomalyWatch, type AnomalyWatchDeps } from './anomaly/anomaly-watch.ts';
export { openAuditKey, type AuditKey, type NoteSigner } from './checkpoint/audit-key.ts';
export { logKey, logKeyOf, type SignedCheckpoint } from './checkpoint/checkpoint.ts';
export { createCheckpointer, type Checkpointer, type CheckpointerDeps } from './checkpoint/checkpointer.ts';
export { folderPlace } from './checkpoint/folder-place.ts';
export { gitPlace, type Git } from './checkpoint/git-place.ts';
export { httpPlace } from './checkpoint/http-place.ts';
export type { CheckpointPlace, HttpAnswer, Post } from './checkpoint/place.ts';
export { formatVerifierKey, makeVerifierKey, parseVerifierKey, type VerifierKey } from './checkpoint/verifier-key.ts';
export { httpWitness, type Witness } from './checkpoint/witness-client.ts';
export { witnessFolder } from './checkpoint/witness-memory.ts';
export { createWitness, type WitnessAnswer, type WitnessDeps } from './checkpoint/witness.ts';
export { createAuditTrail, type AuditTrail, type AuditTrailDeps } from './create-audit-trail.ts';
export { EVENT_TYPES, OUTCOME_RESULTS, type EventType, type OutcomeResult } from './event-types.ts';
export type { AuditEvent, AuditOutcome, AuditRequest } from './event.ts';
export type { ExportFormat, ExportOptions } from './export/export-format.ts';
export { exportTrail, type ExportChunk, type ExportRequest } from './export/export-trail.ts';
export { EXPORT_FORMATS, findExportFormat } from './export/formats.ts';
export { createFingerprinter, type Fingerprinter, type FingerprintKind } from './fingerprint.ts';
export type { ListFilter } from './list-filter.ts';
export { recordChange } from './record-change.ts';
export { readChain, type AuditRecord } from './record.ts';
export { pruneTrail, type PruneDeps } from './retention/prune-trail.ts';
export { eventsPage, type EventsPage } from './sink/events-page.ts';
export { fileSender, httpSender, syslogSender, type Write } from './sink/senders.ts';
export { fileCursor, type SinkCursor } from './sink/sink-cursor.ts';
export { createSink, type Send, type Sink, type SinkDeps } from './sink/sink.ts';
export type { AuditHead, AuditQuery, AuditRow, AuditStore } from './store.ts';
export type { ChainFault, ChainReport } from './verify/chain-report.ts';
export { proveRecord, verifyRecordProof, type RecordProof } from './verify/record-proof.ts';
export type { Evidence } from './verify/trail-verifier.ts';
export { verifyExport } from './verify/verify-export.ts';
export type { ProcessProbe, Writer } from './writer.ts';
