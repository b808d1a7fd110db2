// In: what happened, as other rooms tell it; a store for rows.
// Out: durable, chained records with their place; reports on whether the chain is whole.
// Never here: a secret, a query value, a header value, a body; a record that can be changed.
export { openAuditKey } from './checkpoint/audit-key.ts';
export { logKeyOf } from './checkpoint/checkpoint.ts';
export { createCheckpointer } from './checkpoint/checkpointer.ts';
export { folderPlace } from './checkpoint/folder-place.ts';
export { formatVerifierKey, parseVerifierKey } from './checkpoint/verifier-key.ts';
export { exportTrail } from './export/export-trail.ts';
export { EXPORT_FORMATS, findExportFormat } from './export/formats.ts';
export { verifyExport } from './verify/verify-export.ts';
export type { ChainFault, ChainReport } from './verify/chain-report.ts';
export { createAuditTrail, type AuditTrail, type AuditTrailDeps } from './create-audit-trail.ts';
export { EVENT_TYPES, OUTCOME_RESULTS, type EventType, type OutcomeResult } from './event-types.ts';
export type { AuditEvent, AuditOutcome, AuditRequest } from './event.ts';
export type { ListFilter } from './list-filter.ts';
export { recordChange } from './record-change.ts';
export type { AuditRecord } from './record.ts';
export type { AuditHead, AuditQuery, AuditRow, AuditStore } from './store.ts';
export type { ProcessProbe, Writer } from './writer.ts';
