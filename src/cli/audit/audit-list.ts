import { z } from 'zod';
import {
  createFingerprinter,
  FINGERPRINT_KINDS,
  openAuditKey,
  type AuditRecord,
  type ListFilter,
} from '../../audit/index.ts';
import { openAlerts } from '../../detection/index.ts';
import { KeywardError } from '../../core/index.ts';
import { alertsAnswer } from './alert-line.ts';
import { recordLine, RECORD_HEADINGS } from './record-line.ts';
import { defineCommand } from '../define-command.ts';
import { followTrail } from './follow-trail.ts';
import { recordCount, recordFilter, recordFilterFlags, RECORD_FILTER_OPTIONS } from './record-filter.ts';
import { tryRecoverOpenIntents } from './try-recover-open-intents.ts';
import { table } from '../terminal/table.ts';
import type { Runtime } from '../../app/index.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const auditList = defineCommand({
  about: 'Show the latest records of the audit trail, newest first. Needs no key. With --json, the whole records.',
  options: [
    { flags: '--limit <count>', description: 'at most this many; 50 when left out' },
    ...RECORD_FILTER_OPTIONS,
    {
      flags: '--value <text>',
      description: 'only calls that said this in the query, a header or the body; the trail has keyed marks of it only',
    },
    { flags: '--alerts', description: 'only unacknowledged alerts' },
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
    ...recordFilterFlags,
    limit: recordCount.default(50),
    value: z.string().min(1).optional(),
    alerts: z.boolean().default(false),
    follow: z.boolean().default(false),
  }),
  run: async ({ limit, value, alerts, follow, ...flags }, context) =>
    withRuntime(context, async (runtime) => {
      await tryRecoverOpenIntents(runtime, context);
      const filter = { ...recordFilter(flags, runtime.clock.now()), limit };
      if (follow) {
        if (value !== undefined) throw new KeywardError('CONFIG_INVALID', '--follow and --value do not go together');
        const types = alerts ? (['anomaly.raised'] as const) : undefined;
        await followTrail(runtime, { ...filter, types }, context);
        return undefined;
      }
      if (alerts) return alertsAnswer(await openAlerts(runtime.storage.audit, filter));
      const records = value === undefined ? await runtime.trail.list(filter) : await findValue(runtime, value, filter);
      return { json: records, text: table(RECORD_HEADINGS, records.map(recordLine), 'no records') };
    }),
});

// The same text has another mark in a query than in a body, and users do not remember which it was.
async function findValue(
  { config, random, trail }: Runtime,
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
