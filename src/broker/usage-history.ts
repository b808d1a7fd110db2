import { authList } from '../core/index.ts';
import type { Limit, UsageLimits } from '../audit/index.ts';
import type { Novelty } from '../approval/index.ts';
import { authFields } from '../outbound/index.ts';
import { parseRate, type Binding, type PolicyState } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import { publicFields } from './public-fields.ts';
import type { Restraint } from './restraint.ts';
import type { UsageStore } from './usage-store.ts';

/** How long a secret that came back counts. */
export const LOCK_WINDOW_MS = 3_600_000;
// Each reflection answers one guess. A service that merely echoes is used a few times; a search needs very many.
export const DEFAULT_MAX_REFLECTIONS = 16;

// Enough for a person to see that things still work, too few to empty a vault with.
const THROTTLED: Limit = { max: 4, windowMs: 60_000 };

export interface UsageOf {
  /** Who would use it. */
  readonly agentId: string;
  /** Milliseconds since the epoch until which the agent is slowed down. */
  readonly throttledUntil?: number | undefined;
  readonly item: ItemSummary;
  readonly now: number;
}

export type BoundUsage = UsageOf & { readonly binding: Binding };

/**
 * What a decision must know about the past, over all processes of a data folder. A call is counted by the record of its
 * intent and a reflection by the record of its outcome, each in the commit that writes it: what is read here may have
 * moved by then, so it explains a denial and never permits a call.
 */
export interface UsageHistory {
  /** True when the agent is slowed down and has made its calls of this minute. */
  isThrottled(usage: UsageOf): Promise<boolean>;
  stateFor(usage: BoundUsage): Promise<PolicyState>;
  /** When what keeps the agent from calling ends, if it uses nothing more meanwhile. To the second, never too early. */
  restraintOf(kind: 'throttled', usage: UsageOf): Promise<Restraint>;
  restraintOf(kind: 'rate' | 'locked', usage: BoundUsage): Promise<Restraint>;
  /** What this agent has not done before: calls with the item, calls to the host. */
  noveltyOf(usage: UsageOf, origin: string): Promise<Novelty>;
  /** Whether a careful owner would look at the call: something in it is new, or the agent is slowed down. */
  isUnusual(usage: UsageOf, origin: string): Promise<boolean>;
  /** As if nothing had been used yet: for a call whose intent is then written within `limitsFor`. */
  unusedState(usage: BoundUsage): PolicyState;
  limitsFor(usage: BoundUsage): UsageLimits;
}

export interface UsageHistoryOptions {
  /** Default: nothing was used, for an evaluation that no agent stands behind. */
  readonly store?: UsageStore;
  /** Reflections within an hour after which an item is locked for an agent. Default 16. */
  readonly maxReflections?: number | undefined;
}

export function createUsageHistory(options: UsageHistoryOptions = {}): UsageHistory {
  const { store = NOTHING_USED, maxReflections = DEFAULT_MAX_REFLECTIONS } = options;
  const reflections = { max: maxReflections, windowMs: LOCK_WINDOW_MS };
  const noveltyOf: UsageHistory['noveltyOf'] = async ({ agentId, item }, origin) => ({
    firstUse: !(await store.hasCalled({ agentId, itemId: item.id })),
    newHost: !(await store.hasCalled({ agentId, host: origin.replace(/^[a-z]+:\/\//, '') })),
  });
  return {
    noveltyOf,
    async isUnusual(usage, origin) {
      if (agentLimit(usage) !== undefined) return true;
      const { firstUse, newHost } = await noveltyOf(usage, origin);
      return firstUse || newHost;
    },
    async isThrottled(usage) {
      const { agentId, now } = usage;
      const limit = agentLimit(usage);
      return limit !== undefined && (await store.countCalls({ agentId, since: now - limit.windowMs })) >= limit.max;
    },
    async stateFor(usage) {
      const { agentId, item, now } = usage;
      const key = { agentId, itemId: item.id };
      const limit = itemLimit(usage);
      const calls = limit === undefined ? 0 : await store.countCalls({ ...key, since: now - limit.windowMs });
      const reflected = await store.countReflections({ ...key, since: now - LOCK_WINDOW_MS });
      return { ...unusedState(usage), recentCalls: () => calls, locked: reflected >= maxReflections };
    },
    async restraintOf(kind: Restraint['kind'], usage: UsageOf & { readonly binding?: Binding }) {
      const { agentId, item, now, binding, throttledUntil = 0 } = usage;
      const key = { agentId, itemId: item.id };
      if (kind === 'throttled') {
        const next = await freeAt(THROTTLED, now, (since) => store.countCalls({ agentId, since }));
        return { kind, until: throttledUntil, retryAt: Math.min(throttledUntil, next) };
      }
      const limit = kind === 'locked' ? reflections : binding && itemLimit({ ...usage, binding });
      const count = (since: number): Promise<number> =>
        kind === 'locked' ? store.countReflections({ ...key, since }) : store.countCalls({ ...key, since });
      const until = limit === undefined ? now : await freeAt(limit, now, count);
      return { kind, until, retryAt: until };
    },
    unusedState,
    limitsFor: (usage) => ({
      agentId: usage.agentId,
      itemId: usage.item.id,
      now: usage.now,
      itemCalls: itemLimit(usage),
      agentCalls: agentLimit(usage),
      reflections,
    }),
  };
}

// What was used leaves the window one by one: the first second is sought at which less than the limit is left in it.
async function freeAt(limit: Limit, now: number, count: (since: number) => Promise<number>): Promise<number> {
  let [early, late] = [0, Math.ceil(limit.windowMs / 1_000)];
  while (early < late) {
    const middle = Math.floor((early + late) / 2);
    if ((await count(now + middle * 1_000 - limit.windowMs)) < limit.max) late = middle;
    else early = middle + 1;
  }
  return now + late * 1_000;
}

const NOTHING_USED: UsageStore = {
  countCalls: async () => 0,
  countReflections: async () => 0,
  hasCalled: async () => false,
};

function unusedState({ item, binding, now }: BoundUsage): PolicyState {
  return { now, recentCalls: () => 0, secretBytes: secretBytes(item, binding) };
}

function agentLimit({ now, throttledUntil = 0 }: UsageOf): Limit | undefined {
  return now < throttledUntil ? THROTTLED : undefined;
}

function itemLimit({ binding: { rate } }: BoundUsage): Limit | undefined {
  const parsed = rate === undefined ? undefined : parseRate(rate);
  return parsed && { max: parsed.calls, windowMs: parsed.windowMs };
}

// Of the fields a scheme takes the last that has a value is the secret: a user name without a password is an API key.
// Of several placements the shortest secret counts; what is public there, such as an account's id, does not. No value at
// all counts as a secret of no length, which no rule lets out. One whose length is not told is measured once it is open.
function secretBytes(item: ItemSummary, binding: Binding): number {
  const open = publicFields(item, binding);
  const lengths = authList(binding.auth)
    .map((auth) => authFields(auth).map(({ id }) => id))
    .filter((ids) => !ids.every((id) => open.has(id)))
    .map((ids) => ids.map((id) => byteLength(item, id)).findLast((length) => length > 0) ?? 0);
  return Math.min(...lengths);
}

function byteLength(item: ItemSummary, id: string): number {
  const field = item.fields.find((each) => each.id === id);
  return field === undefined ? 0 : (field.byteLength ?? Number.POSITIVE_INFINITY);
}
