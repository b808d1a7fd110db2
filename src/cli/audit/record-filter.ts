import { z } from 'zod';
import { OUTCOME_RESULTS, type ListFilter } from '../../audit/index.ts';
import type { OptionHelp } from '../define-command.ts';
import { pointInTime } from './point-in-time.ts';

/** Which records of the trail, as `audit list` and `audit tail` take it. */
export const RECORD_FILTER_OPTIONS: readonly OptionHelp[] = [
  { flags: '--agent <agent>', description: 'only records of this agent; name or id' },
  { flags: '--item <item>', description: 'only records of this item; title or id' },
  { flags: '--call <id>', description: 'only records of this call' },
  { flags: '--host <host>', description: 'only requests to this host, with its port where it is not the usual one' },
  { flags: '--client <name>', description: 'only records of an MCP client that claims this name' },
  { flags: '--outcome <result>', description: 'only records that ended so: ok, denied, failed or unknown' },
  { flags: '--since <time>', description: 'only records from then on: a date, a time, or how long ago (2h, 7d)' },
  { flags: '--until <time>', description: 'only records before then' },
];

export const recordFilterFlags = {
  agent: z.string().optional(),
  item: z.string().optional(),
  call: z.string().optional(),
  host: z.string().optional(),
  client: z.string().optional(),
  outcome: z.enum(OUTCOME_RESULTS, 'expected ok, denied, failed or unknown').optional(),
  since: z.string().optional(),
  until: z.string().optional(),
};

export const recordCount = z.coerce
  .number('expected a number')
  .int('expected a whole number')
  .min(1, 'expected 1 or more')
  .max(100_000, 'expected at most 100000');

const flagsSchema = z.object(recordFilterFlags);

/** Throws `CONFIG_INVALID` for a time that is none. */
export function recordFilter(flags: z.output<typeof flagsSchema>, now: number): ListFilter {
  const { agent, item, call, host, client, outcome, since, until } = flags;
  const times = { since: pointInTime(since, now), until: pointInTime(until, now) };
  return { agent, item, host, client, callId: call, result: outcome, ...times };
}
