import { authFields } from '../outbound/index.ts';
import type { Binding, PolicyState } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';

// The longest window a rate can name is a day; older calls can never count again.
const LONGEST_WINDOW_MS = 86_400_000;

export interface UsageOf {
  readonly agentId: string;
  readonly item: ItemSummary;
  readonly binding: Binding;
  readonly now: number;
}

/** What a decision must know about the past: recent calls of one agent with one item. */
export interface UsageHistory {
  stateFor(usage: UsageOf): PolicyState;
  countCall(agentId: string, itemId: string, now: number): void;
}

/** Usage as this process has seen it: another server of the same agent counts for itself. */
export function createUsageHistory(): UsageHistory {
  const calls = new Map<string, number[]>();
  return {
    stateFor({ agentId, item, binding, now }) {
      const times = calls.get(`${agentId}/${item.id}`) ?? [];
      return {
        now,
        recentCalls: (windowMs) => times.filter((time) => time > now - windowMs).length,
        secretBytes: secretBytes(item, binding),
      };
    },
    countCall(agentId, itemId, now) {
      const key = `${agentId}/${itemId}`;
      const recent = (calls.get(key) ?? []).filter((time) => time > now - LONGEST_WINDOW_MS);
      calls.set(key, [...recent, now]);
    },
  };
}

// Of the fields a scheme takes the last that has a value is the secret: a user name without a password
// is an API key. No value at all counts as a secret of no length, which no rule lets out.
function secretBytes(item: ItemSummary, binding: Binding): number {
  const lengths = authFields(binding.auth).map(({ id }) => item.fields.find((field) => field.id === id)?.byteLength ?? 0);
  return lengths.findLast((length) => length > 0) ?? 0;
}
