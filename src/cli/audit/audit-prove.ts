import { z } from 'zod';
import { proveRecord, type RecordProof } from '../../audit/index.ts';
import { KeywardError, type Json } from '../../core/index.ts';
import { defineCommand } from '../define-command.ts';
import type { Runtime } from '../../app/index.ts';
import { localEvidence } from './local-evidence.ts';
import { withRuntime } from '../owner/with-owner.ts';

const SEQUENCE = /^[1-9][0-9]{0,15}$/;

export const auditProve = defineCommand({
  about: [
    'Prove that a record, or every record of a call, stands in the trail, without showing any other: prints the record, the',
    'signed checkpoint that covers it, and the hashes between the two (RFC 6962 inclusion proof), as JSON. A person who has the',
    'key of the trail checks it with `audit verify --proof`. Needs a checkpoint made after the record.',
  ].join('\n'),
  arguments: [['<record>', 'its number, or the id of a call']],
  examples: ['keyward audit prove 1042 > proof.json', 'keyward audit prove 473zkp6yyhlgpgsjmn3chbqz5d'],
  input: z.object({ record: z.string().min(1) }),
  run: async ({ record }, context) =>
    withRuntime(context, async (runtime) => {
      const proofs: RecordProof[] = [];
      const { keys = [] } = (await localEvidence(runtime)) ?? {};
      for (const seq of await sequencesOf(runtime, record))
        proofs.push(await proveRecord(runtime.storage.audit, seq, keys));
      return { json: proofs, text: plainJson(proofs).split('\n') };
    }),
});

// In ASCII alone: what is shown is escaped for terminals, and these bytes are hashed by the checker.
function plainJson(value: Json): string {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, undefined, 2).replace(/[^\n -~]/g, escape);
}

async function sequencesOf({ trail }: Runtime, reference: string): Promise<readonly number[]> {
  if (SEQUENCE.test(reference)) return [Number(reference)];
  const records = await trail.call(reference);
  if (records.length === 0) throw new KeywardError('AUDIT_NOT_FOUND', 'no audit record of that call');
  return records.map(({ seq }) => seq);
}
