import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { followTrail } from './follow-trail.ts';
import { recordCount, recordFilter, recordFilterFlags, RECORD_FILTER_OPTIONS } from './record-filter.ts';
import { tryRecoverOpenIntents } from './try-recover-open-intents.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const auditTail = defineCommand({
  about: [
    'Show the latest records of the audit trail, oldest first, and go on with what is recorded until it is told to stop.',
    'The same as `audit list --follow`. Needs no key. With --json, one whole record on each line.',
  ].join('\n'),
  options: [
    { flags: '--limit <count>', description: 'begin with this many; 10 when left out' },
    ...RECORD_FILTER_OPTIONS,
  ],
  examples: ['keyward audit tail', 'keyward audit tail --outcome denied', 'keyward audit tail --agent cursor --json'],
  input: z.object({ ...recordFilterFlags, limit: recordCount.default(10) }),
  run: async ({ limit, ...flags }, context) =>
    withRuntime(context, async (runtime) => {
      await tryRecoverOpenIntents(runtime, context);
      await followTrail(runtime, { ...recordFilter(flags, runtime.clock.now()), limit }, context);
      return undefined;
    }),
});
