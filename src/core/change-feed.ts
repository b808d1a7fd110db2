/** Tells when any process has changed what a store holds. */
export interface ChangeFeed {
  /** Another text after each change, the same one for as long as nothing changed. On the path of every call: microseconds. */
  version(): Promise<string>;
  /** Calls `listener` after a change, of other processes within seconds. Answers how to stop. Keeps no process alive. */
  subscribe(listener: () => void): () => void;
}

/** For what cannot change while it is held. */
export const UNCHANGING: ChangeFeed = { version: async () => '', subscribe: () => () => undefined };
