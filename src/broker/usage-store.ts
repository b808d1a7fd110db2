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
