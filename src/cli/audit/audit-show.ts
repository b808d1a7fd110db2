import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import { defineCommand } from '../define-command.ts';
import { recordLine, RECORD_HEADINGS } from './record-line.ts';
import { tryRecoverOpenIntents } from './try-recover-open-intents.ts';
import { table } from '../terminal/table.ts';
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
      return { json: records, text: table(RECORD_HEADINGS, records.map(recordLine), '') };
    }),
});
