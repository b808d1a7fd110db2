import process from 'node:process';
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
import { KeywardError } from '../../core/index.ts';
import { alertsAnswer } from '../alert-line.ts';
import { pointInTime } from '../point-in-time.ts';
import { recordLine, RECORD_HEADINGS } from '../record-line.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { printAnswer } from '../output.ts';
import { recoverQuietly } from '../recover-quietly.ts';
import { table } from '../table.ts';
import type { Workshop } from '../open-workshop.ts';
import { untilStopped } from '../until-stopped.ts';
import { withWorkshop } from '../with-owner.ts';

const FOLLOW_EVERY_MS = 500;

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
    { flags: '--follow', description: 'oldest first, and go on with what is recorded until it is told to stop' },
  ],
  examples: [
    'keyward audit list',
    'keyward audit list --agent claude-desktop --limit 10',
    'keyward audit list --host api.stripe.com --outcome denied --since 7d',
    'keyward audit list --call ID --json',
    'keyward audit list --alerts',
    'keyward audit list --follow --agent claude-desktop',
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
    follow: z.boolean().default(false),
  }),
  run: async ({ call, outcome, value, since, until, alerts, follow, ...filter }, context) =>
    withWorkshop(context, async (workshop) => {
      await recoverQuietly(workshop, context);
      const now = workshop.clock.now();
      const times = { since: pointInTime(since, now), until: pointInTime(until, now) };
      if (follow) {
        if (value !== undefined) throw new KeywardError('CONFIG_INVALID', '--follow and --value do not go together');
        const types = alerts ? (['anomaly.raised'] as const) : undefined;
        await followTrail(workshop, { ...filter, ...times, callId: call, result: outcome, types }, context);
        return undefined;
      }
      if (alerts) return alertsAnswer(await openAlerts(workshop.storage.audit, { ...filter, ...times }));
      const wanted = { ...filter, ...times, callId: call, result: outcome };
      const records =
        value === undefined ? await workshop.trail.list(wanted) : await findValue(workshop, value, wanted);
      return { json: records, text: table(RECORD_HEADINGS, records.map(recordLine), 'no records') };
    }),
});

async function followTrail(workshop: Workshop, filter: ListFilter, { json }: CommandContext): Promise<void> {
  const { storage, trail } = workshop;
  const print = (record: AuditRecord): void =>
    printAnswer(
      {
        json: record,
        text: [
          recordLine(record)
            .filter((part) => part !== '')
            .join('  '),
        ],
      },
      json,
      process,
    );
  let seq = (await storage.audit.head())?.seq ?? 0;
  const before = (await trail.list(filter)).filter((record) => record.seq <= seq);
  for (const record of before.toReversed()) print(record);
  await untilStopped(FOLLOW_EVERY_MS, async () => {
    for (let more = true; more;) {
      const next = await trail.readSince(seq, filter);
      for (const record of next.records) print(record);
      more = next.seq > seq;
      ({ seq } = next);
    }
  });
}

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
