import { quoteUntrusted } from '../core/index.ts';
import type { RuleInput } from './anomaly-rule.ts';
import type { UsageEvent } from './usage-event.ts';

/** A sentence about the agent of an event. Names that others chose are quoted in it. */
export function aboutAgent({ event }: RuleInput, what: string): string {
  return `agent ${quoteUntrusted(event.agentName)} ${what}`;
}

export function nameOfItem({ itemTitle, itemId }: UsageEvent): string {
  return quoteUntrusted(itemTitle ?? itemId ?? '');
}
