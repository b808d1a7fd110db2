import { DAY_MS, hasLearned, HOUR_MS, mostDistinct, shapeKey } from './agent-baseline.ts';
import { quoteUntrusted } from '../core/index.ts';
import type { AnomalyRule, RuleFinding, RuleInput } from './anomaly-rule.ts';
import type { UsageEvent } from './usage-event.ts';

const MIN_BURST = 10;
const MIN_BURST_HOURS = 24;
const Z_LIMIT = 6;
const MIN_SWEEP = 5;
const MIN_SWEEP_UNLEARNED = 10;
const SWEEP_FACTOR = 3;
const MAX_DENIALS = 5;
const IDLE_MS = 30 * DAY_MS;

/** Every rule there is. All of it is known from the trail alone. */
export const ANOMALY_RULES: readonly AnomalyRule[] = [
  firstSeen('first_item', ({ event }) => event.itemId, {
    seen: ({ baseline }) => baseline.items,
    say: ({ event, baseline }) =>
      `used the item ${nameOfItem(event)} for the first time; it has used ${baseline.items.size} others`,
  }),
  firstSeen('first_host', ({ event }) => event.host, {
    seen: ({ baseline }) => baseline.hosts,
    say: ({ event, baseline }) =>
      `called the host ${quoteUntrusted(event.host ?? '')} for the first time; it has called ${baseline.hosts.size} others`,
  }),
  firstSeen('first_shape', ({ event }) => shapeKey(event), {
    seen: ({ baseline }) => baseline.shapes,
    say: ({ event }) =>
      `called ${quoteUntrusted(event.shape ?? '')} with the item ${nameOfItem(event)} for the first time`,
  }),
  firstSeen('first_client', ({ event }) => event.client, {
    seen: ({ baseline }) => baseline.clients,
    say: ({ event }) =>
      `was used from a program that calls itself ${quoteUntrusted(event.client ?? '')} for the first time`,
  }),
  { name: 'burst', response: 'alert', quietMs: HOUR_MS, check: checkBurst },
  { name: 'sweep', response: 'throttle', quietMs: HOUR_MS, check: checkSweep },
  { name: 'denials', response: 'throttle', quietMs: HOUR_MS, check: checkDenials },
  { name: 'redaction', response: 'alert', quietMs: HOUR_MS, check: checkRedaction },
  { name: 'idle', response: 'alert', quietMs: DAY_MS, check: checkIdle },
  { name: 'honey', response: 'suspend', quietMs: HOUR_MS, check: checkDecoy },
];

interface FirstSeen {
  seen(input: RuleInput): ReadonlySet<string>;
  say(input: RuleInput): string;
}

function firstSeen(
  name: string,
  subjectOf: (input: RuleInput) => string | undefined,
  { seen, say }: FirstSeen,
): AnomalyRule {
  return {
    name,
    response: 'alert',
    quietMs: DAY_MS,
    check(input) {
      const subject = subjectOf(input);
      const isKnown = subject === undefined || seen(input).size === 0 || seen(input).has(subject);
      if (input.event.kind !== 'use' || isKnown || !hasLearned(input.baseline, input.event.atMs)) return undefined;
      return { subject, sentence: sentence(input, say(input)) };
    },
  };
}

// Hours of idleness count as hours with no call, so an agent that sleeps at night is not a surprise in the morning.
function checkBurst(input: RuleInput): RuleFinding | undefined {
  const { hour, rate } = input.baseline;
  const count = hour.count + 1;
  if (input.event.kind !== 'use' || count < MIN_BURST || rate.hours < MIN_BURST_HOURS) return undefined;
  const z = (count - rate.mean) / Math.sqrt(Math.max(rate.variance, 1));
  if (z < Z_LIMIT) return undefined;
  return {
    subject: 'rate',
    sentence: sentence(input, `made ${count} calls within an hour; ${rate.mean.toFixed(1)} are usual`),
  };
}

function checkSweep(input: RuleInput): RuleFinding | undefined {
  const { baseline, event } = input;
  if (event.kind !== 'use' || event.itemId === undefined || baseline.hour.items.has(event.itemId)) return undefined;
  const count = baseline.hour.items.size + 1;
  const most = mostDistinct(baseline);
  const limit = hasLearned(baseline, event.atMs) ? Math.max(MIN_SWEEP, SWEEP_FACTOR * most) : MIN_SWEEP_UNLEARNED;
  if (count < limit) return undefined;
  return {
    subject: 'items',
    sentence: sentence(input, `used ${count} different items within an hour; ${most} were the most in two weeks`),
  };
}

function checkDenials(input: RuleInput): RuleFinding | undefined {
  const count = input.baseline.denialsMs.filter((at) => input.event.atMs - at <= 600_000).length + 1;
  if (input.event.kind !== 'denied' || count < MAX_DENIALS) return undefined;
  return { subject: 'denials', sentence: sentence(input, `was denied ${count} times within ten minutes`) };
}

function checkRedaction(input: RuleInput): RuleFinding | undefined {
  const { event } = input;
  if (event.kind !== 'redacted') return undefined;
  const where = event.host === undefined ? 'an answer' : `an answer of ${quoteUntrusted(event.host)}`;
  const said = `got ${where} in which the secret of ${nameOfItem(event)} had to be taken out`;
  return { subject: `${event.itemId ?? ''} ${event.host ?? ''}`, sentence: sentence(input, said) };
}

function checkIdle(input: RuleInput): RuleFinding | undefined {
  const { lastUseMs } = input.baseline;
  if (input.event.kind !== 'use' || lastUseMs === undefined || input.event.atMs - lastUseMs < IDLE_MS) return undefined;
  const days = Math.floor((input.event.atMs - lastUseMs) / DAY_MS);
  return { subject: 'idle', sentence: sentence(input, `was used again after ${days} days`) };
}

// There is no legitimate use of a decoy: an attempt is enough.
function checkDecoy(input: RuleInput): RuleFinding | undefined {
  const { event } = input;
  if (event.itemId === undefined || event.kind === 'redacted' || !event.isDecoy) return undefined;
  return {
    subject: event.itemId,
    sentence: sentence(input, `touched the decoy ${nameOfItem(event)}`),
  };
}

function sentence({ event }: RuleInput, what: string): string {
  return `agent ${quoteUntrusted(event.agentName)} ${what}`;
}

function nameOfItem({ itemTitle, itemId }: UsageEvent): string {
  return quoteUntrusted(itemTitle ?? itemId ?? '');
}
