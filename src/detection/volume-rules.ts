import { hasLearned, mostCallsBeforeToday, mostOf } from './agent-baseline.ts';
import type { RuleFinding, RuleInput } from './anomaly-rule.ts';
import { aboutAgent } from './finding-sentence.ts';

const MIN_BURST = 30;
const BURST_FACTOR = 4;
const MIN_BURST_HOURS = 24;
const Z_LIMIT = 6;
const MIN_SWEEP = 5;
const MIN_SWEEP_UNLEARNED = 16;
const MIN_FRESH_BESIDE_OTHERS = 3;
const MIN_FRESH = 8;
const SWEEP_FACTOR = 3;

/** Many more calls in an hour than usual, and many more than in the busiest hour of two weeks: a weekly job is no surprise. */
export function checkBurst(input: RuleInput): RuleFinding | undefined {
  const { baseline, event } = input;
  const { hour, rate } = baseline;
  const count = hour.count + 1;
  if (event.kind !== 'use' || rate.hours < MIN_BURST_HOURS || !hasLearned(baseline, event.atMs)) return undefined;
  if (count < Math.max(MIN_BURST, BURST_FACTOR * mostCallsBeforeToday(baseline))) return undefined;
  const z = (count - rate.mean) / Math.sqrt(Math.max(rate.variance, 1));
  if (z < Z_LIMIT) return undefined;
  const said = `made ${count} calls within an hour; ${rate.mean.toFixed(1)} are usual`;
  return { subject: 'rate', sentence: aboutAgent(input, said) };
}

/**
 * Many different items in an hour, most of them new to the agent. Of an agent without a history that is the beginning of
 * its work as often as a theft: it is told to the owner, and the agent is not slowed down.
 */
export function checkSweep(input: RuleInput): RuleFinding | undefined {
  const { baseline, event } = input;
  if (event.kind !== 'use' || event.itemId === undefined || baseline.hour.items.has(event.itemId)) return undefined;
  const counted = countItems(input);
  if (hasLearned(baseline, event.atMs)) return sweepOfKnown(input, counted);
  if (counted.items < MIN_SWEEP_UNLEARNED) return undefined;
  return { ...swept(input, counted.items), mildest: 'alert' };
}

function countItems({ baseline, event }: RuleInput): { readonly items: number; readonly fresh: number } {
  const isFresh = event.itemId !== undefined && !baseline.items.has(event.itemId);
  return { items: baseline.hour.items.size + 1, fresh: baseline.hour.fresh.size + (isFresh ? 1 : 0) };
}

function sweepOfKnown(input: RuleInput, { items, fresh }: ReturnType<typeof countItems>): RuleFinding | undefined {
  const { baseline } = input;
  const most = mostOf(baseline, 'items');
  if (items >= Math.max(MIN_SWEEP, SWEEP_FACTOR * most) && fresh >= MIN_FRESH_BESIDE_OTHERS) return swept(input, items);
  if (fresh < Math.max(MIN_FRESH, SWEEP_FACTOR * mostOf(baseline, 'fresh') + 1)) return undefined;
  const said = `used ${fresh} items within an hour that it had never used; it has used ${baseline.items.size + 1} in all`;
  return { subject: 'items', sentence: aboutAgent(input, said) };
}

function swept(input: RuleInput, items: number): RuleFinding {
  const most = mostOf(input.baseline, 'items');
  const said = `used ${items} different items within an hour; ${most} were the most in two weeks`;
  return { subject: 'items', sentence: aboutAgent(input, said) };
}
