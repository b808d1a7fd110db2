import { z } from 'zod';
import { OUTCOME_RESULTS } from '../../audit/index.ts';
import { pointInTime } from '../point-in-time.ts';
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
    { flags: '--host <host>', description: 'only requests to this host, with its port where it is not the usual one' },
    { flags: '--client <name>', description: 'only records of an MCP client that claims this name' },
    { flags: '--outcome <result>', description: 'only records that ended so: ok, denied, failed or unknown' },
    { flags: '--since <time>', description: 'only records from then on: a date, a time, or how long ago (2h, 7d)' },
    { flags: '--until <time>', description: 'only records before then' },
  ],
  examples: [
    'keyward audit list',
    'keyward audit list --agent claude-desktop --limit 10',
    'keyward audit list --host api.stripe.com --outcome denied --since 7d',
    'keyward audit list --call ID --json',
  ],
  input: z.object({
    limit: wholeNumber.default(50),
    agent: z.string().optional(),
    item: z.string().optional(),
    call: z.string().optional(),
    host: z.string().optional(),
    client: z.string().optional(),
    outcome: z.enum(OUTCOME_RESULTS, 'expected ok, denied, failed or unknown').optional(),
    since: z.string().optional(),
    until: z.string().optional(),
  }),
  run: async ({ call, outcome, since, until, ...filter }, context) =>
    withWorkshop(context, async (workshop) => {
      await recoverQuietly(workshop, context);
      const now = workshop.clock.now();
      const times = { since: pointInTime(since, now), until: pointInTime(until, now) };
      const records = await workshop.trail.list({ ...filter, ...times, callId: call, result: outcome });
      return { json: records, text: table(RECORD_HEADINGS, records.map(recordLine), 'no records') };
    }),
});
