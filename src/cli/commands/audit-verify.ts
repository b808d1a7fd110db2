import { z } from 'zod';
import type { AuditHead, ChainReport } from '../../audit/index.ts';
import { EXIT_CODES, type JsonObject } from '../../core/index.ts';
import { defineCommand } from '../define-command.ts';
import { withWorkshop } from '../with-owner.ts';

const head = z
  .string()
  .regex(/^[1-9][0-9]{0,15}:[0-9a-f]{64}$/, 'expected SEQ:HASH, as `audit verify` prints it')
  .transform((text): AuditHead => ({ seq: Number(text.split(':')[0]), hash: text.slice(text.indexOf(':') + 1) }));

export const auditVerify = defineCommand({
  about: [
    'Walk the audit trail and prove that no record was changed, removed, added or moved. Needs no key.',
    'Exit code 8 when it is broken, naming the first bad record.',
    '',
    'A chain alone cannot show that its end was cut off. Keep the head it prints somewhere else, and give it back',
    'with --head: the trail must then still hold that record.',
  ].join('\n'),
  options: [{ flags: '--head <seq:hash>', description: 'a head printed earlier, kept outside' }],
  examples: ['keyward audit verify', 'keyward audit verify --head 42:9f2c…'],
  input: z.object({ head: head.optional() }),
  run: async ({ head: expected }, context) =>
    withWorkshop(context, async ({ trail }) => {
      const report = await trail.verify(expected);
      const exitCode = report.kind === 'intact' ? EXIT_CODES.ok : EXIT_CODES.tampered;
      return { json: reportJson(report), text: [reportLine(report)], exitCode };
    }),
});

function reportJson(report: ChainReport): JsonObject {
  if (report.kind === 'broken') return { ...report };
  const { kind, records, first, clockSteps } = report;
  const kept = report.head === undefined ? null : { seq: report.head.seq, hash: report.head.hash };
  return { kind, records, first, head: kept, clock_steps: clockSteps };
}

function reportLine(report: ChainReport): string {
  if (report.kind === 'broken') return `broken at record ${report.seq} (${report.fault}): ${report.explanation}`;
  if (report.head === undefined) return 'intact: no records yet';
  return `intact: ${report.records} records, head ${report.head.seq}:${report.head.hash}`;
}
