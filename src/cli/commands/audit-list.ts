import { z } from 'zod';
import {
  createFingerprinter,
  FINGERPRINT_KINDS,
  openAlerts,
  openAuditKey,
  OUTCOME_RESULTS,
  type AuditRecord,
  type ListFilter,
} from '../../audit/index.ts';
import { alertsAnswer } from '../alert-line.ts';
import { pointInTime } from '../point-in-time.ts';
import { recordLine, RECORD_HEADINGS } from '../record-line.ts';
import { defineCommand } from '../define-command.ts';
import { recoverQuietly } from '../recover-quietly.ts';
import { table } from '../table.ts';
import type { Workshop } from '../open-workshop.ts';
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
    {
      flags: '--value <text>',
      description: 'only calls that said this in the query, a header or the body; the trail has keyed marks of it only',
    },
    { flags: '--alerts', description: 'only alerts that nobody has acknowledged' },
    { flags: '--since <time>', description: 'only records from then on: a date, a time, or how long ago (2h, 7d)' },
    { flags: '--until <time>', description: 'only records before then' },
  ],
  examples: [
    'keyward audit list',
    'keyward audit list --agent claude-desktop --limit 10',
    'keyward audit list --host api.stripe.com --outcome denied --since 7d',
    'keyward audit list --call ID --json',
    'keyward audit list --alerts',
  ],
  input: z.object({
    limit: wholeNumber.default(50),
    agent: z.string().optional(),
    item: z.string().optional(),
    call: z.string().optional(),
    host: z.string().optional(),
    client: z.string().optional(),
    outcome: z.enum(OUTCOME_RESULTS, 'expected ok, denied, failed or unknown').optional(),
    value: z.string().min(1).optional(),
    alerts: z.boolean().default(false),
    since: z.string().optional(),
    until: z.string().optional(),
  }),
  run: async ({ call, outcome, value, since, until, alerts, ...filter }, context) =>
    withWorkshop(context, async (workshop) => {
      await recoverQuietly(workshop, context);
      const now = workshop.clock.now();
      const times = { since: pointInTime(since, now), until: pointInTime(until, now) };
      if (alerts) return alertsAnswer(await openAlerts(workshop.storage.audit, { ...filter, ...times }));
      const wanted = { ...filter, ...times, callId: call, result: outcome };
      const records =
        value === undefined ? await workshop.trail.list(wanted) : await findValue(workshop, value, wanted);
      return { json: records, text: table(RECORD_HEADINGS, records.map(recordLine), 'no records') };
    }),
});

// The same text has another mark in a query than in a body, and nobody remembers which it was.
async function findValue(
  { config, random, trail }: Workshop,
  value: string,
  filter: ListFilter,
): Promise<readonly AuditRecord[]> {
  const marks = createFingerprinter(await openAuditKey({ folder: config.home, random }));
  const found = new Map<number, AuditRecord>();
  for (const kind of FINGERPRINT_KINDS)
    for (const record of await trail.list({ ...filter, containing: marks.of(kind, value) }))
      found.set(record.seq, record);
  return [...found.values()].toSorted((a, b) => b.seq - a.seq).slice(0, filter.limit);
}
