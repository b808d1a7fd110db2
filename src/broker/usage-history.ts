import { authList } from '../core/index.ts';
import { authFields } from '../outbound/index.ts';
import type { Binding, PolicyState } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import { publicFields } from './public-fields.ts';

// The longest window a rate can name is a day; older calls can never count again.
const LONGEST_WINDOW_MS = 86_400_000;
const LOCK_WINDOW_MS = 3_600_000;
// Each reflection answers one guess. A service that merely echoes is used a few times; a search needs very many.
const DEFAULT_MAX_REFLECTIONS = 16;

const ANY_ITEM = '';

export interface UsageKey {
  readonly agentId: string;
  readonly itemId: string;
  readonly now: number;
}

/** When one agent called with one item, milliseconds since the epoch, at or after `since`. */
export type EarlierCalls = (agentId: string, itemId: string, since: number) => Promise<readonly number[]>;

export interface UsageOf {
  readonly agentId: string;
  readonly item: ItemSummary;
  readonly binding: Binding;
  readonly now: number;
}

/** What a decision must know about the past: recent calls of one agent with one item, and how often its secret came back. */
export interface UsageHistory {
  /** Take up the calls that were made before this process began: to be awaited before a rate is judged. */
  recall(key: UsageKey): Promise<void>;
  stateFor(usage: UsageOf): PolicyState;
  countCall(key: UsageKey): void;
  /** How many calls an agent made lately, with any item. */
  callsOf(agentId: string, window: { readonly now: number; readonly windowMs: number }): number;
  /** Count a call whose answer held the secret. True when this one locks the item for the agent. */
  countReflection(key: UsageKey): boolean;
}

export interface UsageHistoryOptions {
  /** Reflections within an hour after which an item is locked for an agent. Default 16. */
  readonly maxReflections?: number | undefined;
  /** Reflections of the last hour, from the trail: a restart must not unlock. */
  readonly earlierReflections?: readonly UsageKey[];
  /** Calls before this process began, from the trail: a restart must not begin a rate anew. */
  readonly earlierCalls?: EarlierCalls;
}

/** Usage as this process has seen it and as it was before: another server of the same agent counts for itself meanwhile. */
export function createUsageHistory(options: UsageHistoryOptions = {}): UsageHistory {
  const { maxReflections = DEFAULT_MAX_REFLECTIONS, earlierReflections = [], earlierCalls = NONE } = options;
  const calls = createTimes(LONGEST_WINDOW_MS);
  const agents = createTimes(LOCK_WINDOW_MS);
  const reflections = createTimes(LOCK_WINDOW_MS);
  for (const key of earlierReflections) reflections.add(key);
  const recalled = new Map<string, Promise<void>>();
  const recallOnce = async ({ agentId, itemId, now }: UsageKey): Promise<void> => {
    const earlier = await earlierCalls(agentId, itemId, now - LONGEST_WINDOW_MS);
    for (const time of earlier.toSorted((a, b) => a - b)) calls.add({ agentId, itemId, now: time });
  };
  return {
    async recall(key) {
      const name = `${key.agentId}/${key.itemId}`;
      const recalling = recalled.get(name) ?? recallOnce(key);
      recalled.set(name, recalling);
      // What could not be read is read again by the next call.
      await recalling.catch((error: unknown) => {
        recalled.delete(name);
        throw error;
      });
    },
    stateFor({ agentId, item, binding, now }) {
      const key = { agentId, itemId: item.id, now };
      return {
        now,
        recentCalls: (windowMs) => calls.within(key, windowMs),
        secretBytes: secretBytes(item, binding),
        locked: reflections.within(key, LOCK_WINDOW_MS) >= maxReflections,
      };
    },
    countCall: (key) => {
      calls.add(key);
      agents.add({ ...key, itemId: ANY_ITEM });
    },
    callsOf: (agentId, { now, windowMs }) => agents.within({ agentId, itemId: ANY_ITEM, now }, windowMs),
    countReflection(key) {
      reflections.add(key);
      return reflections.within(key, LOCK_WINDOW_MS) === maxReflections;
    },
  };
}

const NONE: EarlierCalls = async () => [];

interface Times {
  add(key: UsageKey): void;
  within(key: UsageKey, windowMs: number): number;
}

function createTimes(longestMs: number): Times {
  const times = new Map<string, number[]>();
  const of = ({ agentId, itemId }: UsageKey): number[] => times.get(`${agentId}/${itemId}`) ?? [];
  return {
    add(key) {
      const list = of(key);
      while (list[0] !== undefined && list[0] <= key.now - longestMs) list.shift();
      list.push(key.now);
      times.set(`${key.agentId}/${key.itemId}`, list);
    },
    within: (key, windowMs) => of(key).filter((time) => time > key.now - windowMs).length,
  };
}

// Of the fields a scheme takes the last that has a value is the secret: a user name without a password is an API key.
// Of several placements the shortest secret counts; what is public there, such as an account's id, does not. No value at
// all counts as a secret of no length, which no rule lets out.
function secretBytes(item: ItemSummary, binding: Binding): number {
  const open = publicFields(item, binding);
  const lengths = authList(binding.auth)
    .map((auth) => authFields(auth).map(({ id }) => id))
    .filter((ids) => !ids.every((id) => open.has(id)))
    .map((ids) => ids.map((id) => byteLength(item, id)).findLast((length) => length > 0) ?? 0);
  return Math.min(...lengths);
}

function byteLength(item: ItemSummary, id: string): number {
  return item.fields.find((field) => field.id === id)?.byteLength ?? 0;
}
