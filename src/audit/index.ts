// In: what happened, as other rooms tell it; a store for rows; places, witnesses and senders to reach the outside by.
// Out: durable, chained records with their place; signed checkpoints, proofs, exports; reports on whether the trail is whole.
// Never here: a secret, a query value, a header value, a body; a record that can be changed; a connection of our own.
export { acknowledgeAlert, openAlerts } from '../detection/alerts.ts';
export { createAnomalyWatch, type AnomalyWatch, type AnomalyWatchDeps } from '../detection/anomaly-watch.ts';
export { keepWatching, type KeptTask, type Watching } from '../core/periodic-task.ts';
export type { Alert, Restrict, Restriction } from '../detection/raise-anomaly.ts';
export { hasAuditKey, openAuditKey, type AuditKey, type NoteSigner } from './checkpoint/audit-key.ts';
export { logKey, logKeyOf, type SignedCheckpoint } from './checkpoint/checkpoint.ts';
export { createCheckpointer, type Checkpointer, type CheckpointerDeps } from './checkpoint/checkpointer.ts';
export { folderPlace, readFolderNote } from './checkpoint/folder-target.ts';
export { gitPlace, type Git } from './checkpoint/git-target.ts';
export { httpPlace } from './checkpoint/http-target.ts';
export { keepCheckpointing, type Checkpointing } from './checkpoint/checkpoint-schedule.ts';
export type { CheckpointPlace, HttpAnswer, Post } from './checkpoint/target.ts';
export { placeStateFiles } from './checkpoint/target-state-files.ts';
export type { PlaceState, PlaceStates } from './checkpoint/target-state.ts';
export { formatVerifierKey, makeVerifierKey, parseVerifierKey, type VerifierKey } from './checkpoint/verifier-key.ts';
export { httpWitness, type Witness } from './checkpoint/witness-client.ts';
export { witnessFolder } from './checkpoint/witness-memory.ts';
export { createWitness, type WitnessAnswer, type WitnessDeps } from './checkpoint/witness.ts';
export { createAuditTrail, type AuditTrail, type AuditTrailDeps, type RecordedWithin } from './create-audit-trail.ts';
export { EVENT_TYPES, OUTCOME_RESULTS, type EventType, type OutcomeResult } from './event-types.ts';
export type { AuditEvent, AuditOutcome, AuditRequest } from './event.ts';
export type { ExportFormat, ExportOptions } from '../siem/export/export-format.ts';
export { exportTrail, type ExportChunk, type ExportRequest } from '../siem/export/export-trail.ts';
export { EXPORT_FORMATS, findExportFormat } from '../siem/export/formats.ts';
export { createFingerprinter, FINGERPRINT_KINDS, type Fingerprinter, type FingerprintKind } from './fingerprint.ts';
export { createLease, type Lease } from './lease.ts';
export type { ListFilter } from './list-filter.ts';
export { quoted } from '../core/quote-untrusted.ts';
export { recordChange } from './record-change.ts';
export { readChain, type AuditRecord } from './record.ts';
export { pruneTrail, type PruneDeps } from './retention/prune-trail.ts';
export { eventsPage, type EventFeature, type EventsPage } from '../siem/sink/events-page.ts';
export type { Batch, Send } from '../siem/sink/batch.ts';
export { fileSender } from '../siem/sink/file-sender.ts';
export { httpSender, otlpSender } from '../siem/sink/http-sender.ts';
export { pinoSender, type PinoStream } from '../siem/sink/pino-sender.ts';
export { sinkStateFile, type SinkState, type SinkStates } from '../siem/sink/sink-state.ts';
export { createSink, type Sink, type SinkDeps, type SinkTurn } from '../siem/sink/sink.ts';
export { syslogSender, type Deliver } from '../siem/sink/syslog-sender.ts';
export { webhookSender } from '../siem/sink/webhook-sender.ts';
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
