/** One line of the trail as it is kept: its place, its canonical bytes, its hash. */
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
}

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** Chain of records. Implemented by `storage`. Throws `STORAGE_UNAVAILABLE`. */
export interface AuditStore {
  /**
   * One durable transaction over all processes: reads the head under the write lock, lets `build`
   * make the rows that follow it, writes them, and returns after the commit has reached the disk.
   */
  append(build: (head: AuditHead | undefined) => readonly AuditRow[]): Promise<void>;
  head(): Promise<AuditHead | undefined>;
  /** Rows from `fromSeq` on, ascending, at most `limit`. */
  read(fromSeq: number, limit: number): Promise<readonly AuditRow[]>;
  /** Newest first, for people. */
  readLatest(limit: number): Promise<readonly AuditRow[]>;
  /** Intents that have no outcome and are older than `before` (milliseconds since the epoch). */
  findOpenIntents(before: number): Promise<readonly AuditRow[]>;
  close(): Promise<void>;
}
