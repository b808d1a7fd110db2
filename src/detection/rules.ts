import { quoteUntrusted } from '../core/index.ts';
import { DAY_MS, hasLearned, HOUR_MS, recent, shapeKey } from './agent-baseline.ts';
import type { AnomalyRule, RuleFinding, RuleInput } from './anomaly-rule.ts';
import { aboutAgent, nameOfItem } from './finding-sentence.ts';
import { checkBurst, checkSweep } from './volume-rules.ts';

const MAX_DENIALS = 5;
// Names that models misremember: a few are a slip, so many within minutes are a search.
const MAX_MISSES = 20;
const IDLE_MS = 30 * DAY_MS;
// An agent that was in so many networks travels.
const MAX_NETWORKS = 4;

/** Every rule there is. All of it is known from the trail alone. */
export const ANOMALY_RULES: readonly AnomalyRule[] = [
  // What an agent may use its owner granted and bound: that it is used for the first time is worth a line, not an alarm.
  firstSeen('first_item', ({ event }) => event.itemId, {
    response: 'note',
    seen: ({ baseline }) => baseline.items,
    say: ({ event, baseline }) =>
      `used the item ${nameOfItem(event)} for the first time; it has used ${baseline.items.size} others`,
  }),
  firstSeen('first_host', ({ event }) => event.host, {
    response: 'note',
    seen: ({ baseline }) => baseline.hosts,
    say: ({ event, baseline }) =>
      `called the host ${quoteUntrusted(event.host ?? '')} for the first time; it has called ${baseline.hosts.size} others`,
  }),
  firstSeen('first_shape', ({ event }) => shapeKey(event), {
    response: 'note',
    seen: ({ baseline }) => baseline.shapes,
    say: ({ event }) =>
      `called ${quoteUntrusted(event.shape ?? '')} with the item ${nameOfItem(event)} for the first time`,
  }),
  firstSeen('first_client', ({ event }) => event.client, {
    response: 'alert',
    anyEvent: true,
    seen: ({ baseline }) => baseline.clients,
    say: ({ event }) =>
      `was used from a program that calls itself ${quoteUntrusted(event.client ?? '')} for the first time`,
  }),
  firstSeen('first_network', ({ event }) => event.network, {
    response: 'alert',
    anyEvent: true,
    seen: ({ baseline }) => baseline.networks,
    applies: ({ baseline }) => baseline.networks.size < MAX_NETWORKS,
    say: ({ event }) => `was used from the network ${quoteUntrusted(event.network ?? '')} for the first time`,
  }),
  { name: 'barred', response: 'alert', quietMs: DAY_MS, check: checkBarred },
  { name: 'burst', response: 'alert', quietMs: HOUR_MS, check: checkBurst },
  { name: 'sweep', response: 'throttle', quietMs: HOUR_MS, check: checkSweep },
  { name: 'denials', response: 'throttle', quietMs: HOUR_MS, check: checkDenials },
  { name: 'redaction', response: 'alert', quietMs: HOUR_MS, check: checkRedaction },
  { name: 'idle', response: 'alert', quietMs: DAY_MS, check: checkIdle },
  { name: 'honey', response: 'suspend', quietMs: HOUR_MS, check: checkDecoy },
];

interface FirstSeen {
  readonly response: AnomalyRule['response'];
  /** Also of an agent that only asks: whoever took a token looks first at what it opens. */
  readonly anyEvent?: true;
  seen(input: RuleInput): ReadonlySet<string>;
  applies?(input: RuleInput): boolean;
  say(input: RuleInput): string;
}

function firstSeen(
  name: string,
  subjectOf: (input: RuleInput) => string | undefined,
  { response, anyEvent, seen, applies, say }: FirstSeen,
): AnomalyRule {
  return {
    name,
    response,
    quietMs: DAY_MS,
    check(input) {
      const subject = subjectOf(input);
      const isKnown = subject === undefined || seen(input).size === 0 || seen(input).has(subject);
      const counts = anyEvent === true || input.event.kind === 'use';
      if (!counts || isKnown || !hasLearned(input.baseline, input.event.atMs)) return undefined;
      return applies?.(input) === false ? undefined : { subject, sentence: aboutAgent(input, say(input)) };
    },
  };
}

function checkDenials(input: RuleInput): RuleFinding | undefined {
  const { event, baseline } = input;
  const denials = recent(baseline.denialsMs, event.atMs).length + 1;
  if (event.kind === 'denied' && denials >= MAX_DENIALS)
    return { subject: 'denials', sentence: aboutAgent(input, `was denied ${denials} times within ten minutes`) };
  const misses = recent(baseline.missesMs, event.atMs).length + 1;
  if (event.kind !== 'missed' || misses < MAX_MISSES) return undefined;
  const said = `named ${misses} items within ten minutes that are not there or not for it`;
  return { subject: 'misses', sentence: aboutAgent(input, said) };
}

function checkBarred(input: RuleInput): RuleFinding | undefined {
  const { event } = input;
  if (event.kind !== 'barred') return undefined;
  const from = event.network ?? event.client;
  const said = `was tried from where it may not be used${from === undefined ? '' : `: ${quoteUntrusted(from)}`}`;
  return { subject: `${event.network ?? ''} ${event.client ?? ''}`, sentence: aboutAgent(input, said) };
}

function checkRedaction(input: RuleInput): RuleFinding | undefined {
  const { event } = input;
  if (event.kind !== 'redacted') return undefined;
  const where = event.host === undefined ? 'an answer' : `an answer of ${quoteUntrusted(event.host)}`;
  const said = `got ${where} in which the secret of ${nameOfItem(event)} had to be taken out`;
  return { subject: `${event.itemId ?? ''} ${event.host ?? ''}`, sentence: aboutAgent(input, said) };
}

function checkIdle(input: RuleInput): RuleFinding | undefined {
  const { lastUseMs } = input.baseline;
  if (input.event.kind !== 'use' || lastUseMs === undefined || input.event.atMs - lastUseMs < IDLE_MS) return undefined;
  const days = Math.floor((input.event.atMs - lastUseMs) / DAY_MS);
  return { subject: 'idle', sentence: aboutAgent(input, `was used again after ${days} days`) };
}

// There is no legitimate use of a decoy: an attempt is enough.
function checkDecoy(input: RuleInput): RuleFinding | undefined {
  const { event } = input;
  if (event.itemId === undefined || event.kind === 'redacted' || !event.isDecoy) return undefined;
  return {
    subject: event.itemId,
    sentence: aboutAgent(input, `touched the decoy ${nameOfItem(event)}`),
  };
}
