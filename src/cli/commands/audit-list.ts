import { z } from 'zod';
import { recordLine, RECORD_HEADINGS } from '../record-line.ts';
import { defineCommand } from '../define-command.ts';
import { recoverQuietly } from '../recover-quietly.ts';
import { table } from '../table.ts';
import { withWorkshop } from '../with-owner.ts';

const wholeNumber = z.coerce
  .number('expected a number')
  .int('expected a whole number')
  .min(1, 'expected 1 or more')
  .max(100_000, 'expected at most 100000');

export const auditList = defineCommand({
  about: 'Show the latest records of the audit trail, newest first. Needs no key. With --json, the whole records.',
  options: [
    { flags: '--limit <count>', description: 'at most this many; 50 when left out' },
    { flags: '--agent <agent>', description: 'only records of this agent; name or id' },
    { flags: '--item <item>', description: 'only records of this item; title or id' },
    { flags: '--call <id>', description: 'only records of this call' },
  ],
  examples: [
    'keyward audit list',
    'keyward audit list --agent claude-desktop --limit 10',
    'keyward audit list --call ID --json',
  ],
  input: z.object({
    limit: wholeNumber.default(50),
    agent: z.string().optional(),
    item: z.string().optional(),
    call: z.string().optional(),
  }),
  run: async ({ limit, agent, item, call }, context) =>
    withWorkshop(context, async (workshop) => {
      await recoverQuietly(workshop, context);
      const records = await workshop.trail.list({ limit, agent, item, callId: call });
      return { json: records, text: table(RECORD_HEADINGS, records.map(recordLine), 'no records') };
    }),
});
