import type { CommandEntry } from './command-entry.ts';

/** The commands that read, prove and keep the trail. */
export const AUDIT_COMMANDS: readonly CommandEntry[] = [
  {
    words: 'audit list',
    summary: 'show the latest records of the audit trail',
    load: async () => (await import('../audit/audit-list.ts')).auditList,
  },
  {
    words: 'audit tail',
    summary: 'show what is recorded, as it happens',
    load: async () => (await import('../audit/audit-tail.ts')).auditTail,
  },
  {
    words: 'audit show',
    summary: 'show the whole story of one call',
    load: async () => (await import('../audit/audit-show.ts')).auditShow,
  },
  {
    words: 'audit acknowledge',
    summary: 'acknowledge an alert',
    load: async () => (await import('../audit/audit-acknowledge.ts')).auditAcknowledge,
  },
  {
    words: 'audit verify',
    summary: 'prove that no record was changed, removed or added',
    load: async () => (await import('../audit/audit-verify.ts')).auditVerify,
  },
  {
    words: 'audit export',
    summary: 'write the trail in a format other tools read',
    load: async () => (await import('../audit/audit-export.ts')).auditExport,
  },
  {
    words: 'audit send',
    summary: 'send the trail to the sinks of the settings',
    load: async () => (await import('../audit/audit-send.ts')).auditSend,
  },
  {
    words: 'audit anchor',
    summary: 'show which trail belongs to this installation, or go on with another',
    load: async () => (await import('../audit/audit-anchor.ts')).auditAnchor,
  },
  {
    words: 'audit checkpoint',
    summary: 'sign a checkpoint',
    load: async () => (await import('../audit/audit-checkpoint.ts')).auditCheckpoint,
  },
  {
    words: 'audit prove',
    summary: 'prove that one record stands in the trail, and show no other',
    load: async () => (await import('../audit/audit-prove.ts')).auditProve,
  },
  {
    words: 'audit prune',
    summary: 'take away old records without breaking the proof of the rest',
    load: async () => (await import('../audit/audit-prune.ts')).auditPrune,
  },
  {
    words: 'audit witness',
    summary: 'co-sign the checkpoints of trails on other machines',
    load: async () => (await import('../audit/audit-witness.ts')).auditWitness,
  },
];
