import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  parseVerifierKey,
  readRecordProof,
  verifyExport,
  verifyRecordProof,
  type AuditHead,
  type ChainFault,
  type ChainReport,
  type Evidence,
  type RecordProof,
  type VerifierKey,
} from '../../audit/index.ts';
import { EXIT_CODES, KeywardError, type JsonObject } from '../../core/index.ts';
import { ready } from '../../crypto/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { defineCommand } from '../define-command.ts';
import { linesOfFile } from '../values/lines-of-file.ts';
import type { Runtime } from '../../app/index.ts';
import { localEvidence } from './local-evidence.ts';
import { withRuntime } from '../owner/with-owner.ts';

const head = z
  .string()
  .regex(/^[1-9][0-9]{0,15}:[0-9a-f]{64}$/, 'expected SEQ:HASH, as `audit verify` prints it')
  .transform((text): AuditHead => ({ seq: Number(text.split(':')[0]), hash: text.slice(text.indexOf(':') + 1) }));

export const auditVerify = defineCommand({
  about: [
    'Walk the audit trail and prove that no record was changed, removed, added or moved. Needs no key.',
    'Exit code 8 when it is broken, naming the first bad record.',
    '',
    'A chain alone cannot show that its end was cut off, or that it was put back to what it was. Signed checkpoints can:',
    'those in the trail, those at the targets of the settings, and those given here. Or keep the head it prints somewhere',
    'else, and give it back with --head: the trail must then still hold that record.',
  ].join('\n'),
  options: [
    { flags: '--head <seq:hash>', description: 'a head printed earlier, stored outside' },
    { flags: '--export <file>', description: 'verify this jsonl export instead of the data folder' },
    { flags: '--proof <file>', description: 'check this output of `audit prove` instead; with --key' },
    { flags: '--checkpoint <file>', description: 'a checkpoint stored outside', repeatable: true },
    {
      flags: '--key <key>',
      description: 'the public key that `audit checkpoint` printed; for the data folder its own when left out',
      repeatable: true,
    },
    {
      flags: '--witness <key>',
      description: 'key of a witness, as `audit witness` printed it, that must have co-signed',
      repeatable: true,
    },
  ],
  examples: [
    'keyward audit verify',
    'keyward audit verify --head 42:9f2c…',
    'keyward audit verify --checkpoint kept.txt --witness example.com/w+…',
    'keyward audit verify --export trail.jsonl --checkpoint kept.txt --key keyward-audit/…',
  ],
  input: z.object({
    head: head.optional(),
    export: z.string().min(1).optional(),
    proof: z.string().min(1).optional(),
    checkpoint: z.array(z.string().min(1)).default([]),
    key: z.array(z.string().min(1)).default([]),
    witness: z.array(z.string().min(1)).default([]),
  }),
  run: async ({ head: expected, export: exported, proof, checkpoint, key, witness }, context) => {
    await ready();
    const notes = await Promise.all(checkpoint.map(readText));
    const given = { expected, notes, keys: key.map(logKeyFrom), witnesses: witness.map(witnessKeyFrom) };
    if (proof !== undefined) return checkProofs(await readText(proof), given);
    if (exported === undefined) return withRuntime(context, async (runtime) => verifyFolder(runtime, given));
    if (given.keys.length === 0 && (notes.length > 0 || witness.length > 0)) throw needsKey();
    return answer(await verifyExport(() => linesOfFile(exported), evidenceOf(given)));
  },
});

interface Given {
  readonly expected: AuditHead | undefined;
  readonly notes: readonly string[];
  readonly keys: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
}

function checkProofs(text: string, { keys, witnesses }: Given): Answer {
  if (keys.length === 0) throw needsKey();
  const proofs = parseProofs(text);
  const wrong = proofs.find((proof) => proof === undefined || !verifyRecordProof(proof, [...keys, ...witnesses]));
  const holds = proofs.length > 0 && !proofs.includes(undefined) && wrong === undefined;
  const sequences = proofs.flatMap((proof) => (proof === undefined ? [] : [proof.index + 1]));
  const line = holds ? `proved: record ${sequences.join(', ')}` : 'broken: the proof does not hold';
  const json = { kind: holds ? 'proved' : 'broken', records: holds ? sequences : [] };
  return { json, text: [line], exitCode: holds ? EXIT_CODES.ok : EXIT_CODES.tampered };
}

function parseProofs(text: string): readonly (RecordProof | undefined)[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map((each: unknown) => readRecordProof(each)) : [readRecordProof(value)];
  } catch {
    return [undefined];
  }
}

// Without a key that was given there is our own, and what the targets of the settings keep.
async function verifyFolder(runtime: Runtime, given: Given): Promise<Answer> {
  const identity = runtime.identity.report();
  if (identity.kind === 'broken' && identity.fault !== 'truncated') return answer(notOurs(identity));
  const own = given.keys.length === 0 ? await localEvidence(runtime) : undefined;
  const { keys, notes } = own ?? given;
  if (keys.length === 0 && given.notes.length + given.witnesses.length > 0) throw needsKey();
  const all = own === undefined ? given : { ...given, keys, notes: [...given.notes, ...notes] };
  const report = await runtime.trail.verify(given.expected, evidenceOf(all));
  return answer(identity.kind === 'broken' && report.kind === 'intact' ? notOurs(identity) : report);
}

function notOurs({ fault, explanation }: { readonly fault: ChainFault; readonly explanation: string }): ChainReport {
  return { kind: 'broken', fault, seq: 1, good: 0, explanation };
}

// Records that only fit to each other could be written anew by anyone who can write the file.
function attestedOnly(report: ChainReport): ChainReport {
  if (report.kind === 'broken' || report.records === 0 || report.attested > 0) return report;
  const explanation = `${report.records} records fit together, but no signed checkpoint and no head attests any of them`;
  return { kind: 'broken', fault: 'unattested', seq: report.first, good: report.records, explanation };
}

function evidenceOf({ expected, notes, keys, witnesses }: Given): Evidence {
  return { expected, notes, ...(keys.length === 0 ? {} : { keys: [...keys, ...witnesses] }) };
}

function logKeyFrom(line: string): VerifierKey {
  const key = parseVerifierKey(line);
  if (key.kind === 'log') return key;
  throw new KeywardError(
    'CONFIG_INVALID',
    '--key: expected the key of a trail; the key of a witness is given with --witness',
  );
}

function witnessKeyFrom(line: string): VerifierKey {
  const key = parseVerifierKey(line);
  if (key.kind === 'witness') return key;
  throw new KeywardError('CONFIG_INVALID', '--witness: expected the key of a witness');
}

function needsKey(): KeywardError {
  return new KeywardError(
    'CONFIG_INVALID',
    'a checkpoint or a witness is checked with the key of the trail: give --key',
  );
}

function answer(walked: ChainReport): Answer {
  const report = attestedOnly(walked);
  const exitCode = report.kind === 'intact' ? EXIT_CODES.ok : EXIT_CODES.tampered;
  return { json: reportJson(report), text: reportLines(report), exitCode };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', 'the named file cannot be read', { cause });
  }
}

function reportJson(report: ChainReport): JsonObject {
  if (report.kind === 'broken') return { ...report };
  const { kind, records, first, attested, clockSteps } = report;
  const witnesses = report.witnesses.map(({ name, size, atSeconds }) => ({ name, size, at: isoTime(atSeconds) }));
  const head = report.head === undefined ? null : { seq: report.head.seq, hash: report.head.hash };
  return { kind, records, first, head, attested, witnesses, clock_steps: clockSteps };
}

function reportLines(report: ChainReport): readonly string[] {
  if (report.kind === 'broken') return [`broken at record ${report.seq} (${report.fault}): ${report.explanation}`];
  if (report.head === undefined) return ['intact: no records yet'];
  const { records, head: last, attested, witnesses } = report;
  return [
    `intact: ${records} records, head ${last.seq}:${last.hash}`,
    ...(attested === 0 ? [] : [`attested by signed checkpoints up to record ${attested}`]),
    ...witnesses.map(({ name, size, atSeconds }) => `co-signed by ${name} up to record ${size}, ${isoTime(atSeconds)}`),
  ];
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
