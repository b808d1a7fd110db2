/** Which records to count: all that is given must be so. */
export interface TallyQuery {
  /** Milliseconds since the epoch, included. */
  readonly since: number;
  readonly bucketMs: number;
  /** Only the newest so many of them. */
  readonly maxRecords: number;
  readonly agentId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly host?: string | undefined;
}

export interface TallyRow {
  /** Number of the bucket: its begin, in milliseconds since the epoch, divided by `bucketMs`. */
  readonly bucket: number;
  readonly type: string;
  readonly outcome: string | undefined;
  readonly count: number;
}

/** Counts records over time, at the cost of `maxRecords` at most. Implemented by `storage`. Throws `STORAGE_UNAVAILABLE`. */
export interface RecordTally {
  count(query: TallyQuery): Promise<readonly TallyRow[]>;
}
