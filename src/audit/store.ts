/** One line of the trail as it is stored: its position, its canonical bytes, its hash, and columns to find it by. */
export interface AuditRow {
  /** 1 for the first record of the chain; no gaps. */
  readonly seq: number;
  /** RFC 8785 canonical JSON of the record, hash of the previous record inside it. */
  readonly record: string;
  /** SHA-256 of `record`, lower-case hex. */
  readonly hash: string;
  /** Milliseconds since the epoch, for filters only: the record holds the time that counts. */
  readonly at: number;
  readonly type: string;
  readonly callId: string | undefined;
  readonly agentId: string | undefined;
  readonly itemId: string | undefined;
  /** Host and port a request went to. */
  readonly host?: string | undefined;
  /** Name the MCP client claims. */
  readonly client?: string | undefined;
  readonly outcome?: string | undefined;
}

export type AuditEntry = Pick<AuditRow, 'seq' | 'record' | 'hash'>;

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** What rows to find: all that is given must be so. */
export interface AuditQuery {
  readonly limit: number;
  readonly type?: string | undefined;
  readonly callId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly host?: string | undefined;
  readonly client?: string | undefined;
  readonly outcome?: string | undefined;
  /** Text that stands in the record. Not indexed: reads every row that the rest lets through. */
  readonly containing?: string | undefined;
  /** Milliseconds since the epoch; `since` is included, `until` is not. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Only rows that come after this one in the answer's order: the last row of the page before. */
  readonly after?: { readonly at: number; readonly seq: number } | undefined;
}

/** At most `max` within the last `windowMs`. */
export interface Limit {
  readonly max: number;
  readonly windowMs: number;
}

/**
 * What an agent may use at most, counted over all processes in the commit that writes its record: a record that would
 * go beyond is not written. A written intent is a call.
 */
export interface UsageLimits {
  readonly agentId: string;
  readonly itemId: string;
  /** End of the windows, milliseconds since the epoch. */
  readonly now: number;
  /** Calls of the agent with the item. */
  readonly itemCalls?: Limit | undefined;
  /** Calls of the agent with any item. */
  readonly agentCalls?: Limit | undefined;
  /** Answers that held the secret of the item. Once it is reached, no record is written, whatever it takes. */
  readonly reflections: Limit;
  /** What the record takes of `reflections`. Default 0. */
  readonly takes?: number | undefined;
}

export type ReachedLimit = 'item_calls' | 'agent_calls' | 'reflections';

/** Whether a record is within its limits; `locks` where it took the last of the reflections. */
export type Admission =
  | { readonly kind: 'within'; readonly locks: boolean }
  | { readonly kind: 'over'; readonly limit: ReachedLimit };

/** Who of several processes does something that one should do. */
export interface LeaseClaim {
  readonly name: string;
  readonly holder: string;
  readonly nowMs: number;
  /** The same for sharedBroker who claims this lease. */
  readonly forMs: number;
}

/** Chain of records. Implemented by `storage`. Throws `STORAGE_UNAVAILABLE`. */
export interface AuditStore {
  /**
   * One durable transaction over all processes: reads the head under the write lock, lets `build`
   * make the rows that follow it, writes them, and returns after the commit has reached the disk.
   * No rows from `build`: nothing is written.
   *
   * `limits` are judged first, each as if those before it had been used; `build` is told the answers, and what the
   * admitted ones take is written with the rows.
   */
  append(
    build: (head: AuditHead | undefined, admissions: readonly Admission[]) => readonly AuditRow[],
    limits?: readonly UsageLimits[],
  ): Promise<void>;
  head(): Promise<AuditHead | undefined>;
  /** Rows from `fromSeq` on, ascending, at most `limit`. */
  read(fromSeq: number, limit: number): Promise<readonly AuditRow[]>;
  /** The same without the columns to find by: what a walk over the whole trail needs. */
  readEntries(fromSeq: number, limit: number): Promise<readonly AuditEntry[]>;
  /** Newest first, for people. */
  readLatest(limit: number): Promise<readonly AuditRow[]>;
  /** Newest first by time, then by sequence number. */
  find(query: AuditQuery): Promise<readonly AuditRow[]>;
  /**
   * Intents older than `before` (milliseconds since the epoch) whose call has no later record that closes it. An
   * intent is a row whose type ends in `.intent`; any row that ends neither in that nor in `.attempt`, and is not about an
   * approval, closes its call.
   */
  findOpenIntents(before: number): Promise<readonly AuditRow[]>;
  /** Delete the oldest rows up to `throughSeq`, at most `limit` of them; answers how many. */
  prune(throughSeq: number, limit: number): Promise<number>;
  /** True when the lease was free, had run out, or was this holder's: it is from now on, for so long. */
  claimLease(claim: LeaseClaim): Promise<boolean>;
  releaseLease(name: string, holder: string): Promise<void>;
  /** What the owner signed of this trail, beside the records. */
  readAnchor(): Promise<Uint8Array | undefined>;
  writeAnchor(anchor: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
