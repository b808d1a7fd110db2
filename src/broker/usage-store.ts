/** One agent from some time on, milliseconds since the epoch, that time not included. */
export interface UsageWindow {
  readonly agentId: string;
  readonly since: number;
}

/**
 * What agents have used, over all processes. Implemented by `storage`; used up by the records of the trail, in whose
 * commits the limits are stored. Throws `STORAGE_UNAVAILABLE`.
 */
export interface UsageStore {
  /** Calls with one item, or with any. */
  countCalls(window: UsageWindow & { readonly itemId?: string }): Promise<number>;
  /** Whether the agent has made any call: with this item, to this host (as a record names it). */
  hasCalled(call: { readonly agentId: string; readonly itemId?: string; readonly host?: string }): Promise<boolean>;
  /** Answers that held the secret of the item, each counted with its charge. */
  countReflections(window: UsageWindow & { readonly itemId: string }): Promise<number>;
}

/** An item whose secret came back to an agent, and how often within the window. */
export interface ReflectedItem {
  readonly agentId: string;
  readonly itemId: string;
  readonly charge: number;
  /** Of the latest, milliseconds since the epoch. */
  readonly lastAt: number;
}

/** What its owner sees of locks, and lifts. Throws `STORAGE_UNAVAILABLE`. */
export interface LockStore {
  /** Since a time, that time not included. */
  reflectedItems(since: number): Promise<readonly ReflectedItem[]>;
  /** Nothing of the past counts any more for this item, of one agent or of all. Answers how many agents that freed. */
  forgetReflections(item: { readonly itemId: string; readonly agentId?: string | undefined }): Promise<number>;
}
