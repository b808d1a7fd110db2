import { z } from 'zod';
import { textAt, type AuditRecord } from '../../audit/index.ts';
import { isId, KeywardError, printable } from '../../core/index.ts';
import { defineCommand } from '../define-command.ts';
import { recordLine, RECORD_HEADINGS } from './record-line.ts';
import { tryRecoverOpenIntents } from './try-recover-open-intents.ts';
import { table } from '../terminal/table.ts';
import type { Runtime } from '../../app/index.ts';
import { withRuntime } from '../owner/with-owner.ts';

const MAX_RECORDS = 1_000;

export const auditShow = defineCommand({
  about: [
    'Show the whole story of one call or one change: its intent, each attempt, its outcome, in the order it happened.',
    'An agent finds the id of a call in every answer. Needs no key.',
  ].join('\n'),
  arguments: [['<call>', 'id of the call, as `audit list --json` and every answer show it']],
  examples: ['keyward audit show 473zkp6yyhlgpgsjmn3chbqz5d'],
  input: z.object({ call: z.string().min(1) }),
  run: async ({ call }, context) =>
    withRuntime(context, async (runtime) => {
      await tryRecoverOpenIntents(runtime, context);
      const records = (await runtime.trail.list({ callId: call, limit: MAX_RECORDS })).toReversed();
      if (records.length === 0) throw new KeywardError('AUDIT_NOT_FOUND', 'no audit record of that call');
      const text = [...table(RECORD_HEADINGS, records.map(recordLine), ''), ...(await grantLines(runtime, records))];
      return { json: records, text };
    }),
});

const MAX_GRANTS = 1_000;

/** Who allowed it: the record of the grant that the call was made under. */
async function grantLines({ trail }: Runtime, records: readonly AuditRecord[]): Promise<readonly string[]> {
  const [record] = records.filter((each) => isId(textAt(each, 'grant_id') ?? ''));
  const grantId = record && textAt(record, 'grant_id');
  if (record === undefined || grantId === undefined) return [];
  const agent = textAt(record, 'agent', 'id');
  const granted = await trail.list({ types: ['agent.granted'], agent, limit: MAX_GRANTS });
  const found = granted.find((each) => textAt(each, 'grant_id') === grantId);
  if (found === undefined) return [`grant ${grantId}: not in this trail, see \`keyward agent describe\``];
  const by = [textAt(found, 'session', 'principal', 'kind'), textAt(found, 'session', 'process', 'user')];
  const vault = textAt(found, 'vault', 'name') ?? textAt(found, 'vault', 'id') ?? '';
  const right = textAt(found, 'detail', 'can') ?? 'use';
  const who = by.filter((part) => part !== undefined).join(' ');
  return [printable(`grant ${grantId}: ${right} of vault ${vault}, given ${found.at} by ${who}`)];
}
