import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseVerifierKey, verifyExport, type AuditHead, type ChainReport } from '../../audit/index.ts';
import { EXIT_CODES, KeywardError, type JsonObject } from '../../core/index.ts';
import { ready } from '../../crypto/index.ts';
import type { Answer } from '../answer.ts';
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
  options: [
    { flags: '--head <seq:hash>', description: 'a head printed earlier, kept outside' },
    { flags: '--export <file>', description: 'verify this jsonl export instead of the data folder' },
    { flags: '--checkpoint <file>', description: 'a checkpoint kept outside, for --export', repeatable: true },
    {
      flags: '--key <key>',
      description: 'the public key that `audit checkpoint` printed, for --export',
      repeatable: true,
    },
  ],
  examples: [
    'keyward audit verify',
    'keyward audit verify --head 42:9f2c…',
    'keyward audit verify --export trail.jsonl --checkpoint kept.txt --key keyward-audit/…',
  ],
  input: z.object({
    head: head.optional(),
    export: z.string().min(1).optional(),
    checkpoint: z.array(z.string().min(1)).default([]),
    key: z.array(z.string().min(1)).default([]),
  }),
  run: async ({ head: expected, export: exported, checkpoint, key }, context) => {
    if (exported === undefined) return withWorkshop(context, async ({ trail }) => answer(await trail.verify(expected)));
    await ready();
    const notes = await Promise.all(checkpoint.map(readText));
    const keys = key.map(parseVerifierKey);
    const evidence = { expected, notes, ...(keys.length === 0 ? {} : { keys }) };
    const text = await readText(exported);
    return answer(await verifyExport(() => text.split('\n'), evidence));
  },
});

function answer(report: ChainReport): Answer {
  const exitCode = report.kind === 'intact' ? EXIT_CODES.ok : EXIT_CODES.tampered;
  return { json: reportJson(report), text: [reportLine(report)], exitCode };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', 'a file that was named cannot be read', { cause });
  }
}

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
