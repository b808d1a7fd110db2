/** What SQLite takes and gives: no booleans, no dates, and blobs always as `Uint8Array`. */
export type SqliteValue = string | number | bigint | Uint8Array | null;
export type SqliteRow = Readonly<Record<string, unknown>>;

/**
 * One open SQLite connection, the same over every driver. All calls are synchronous. They throw the
 * driver's own error, which `translateError` reads, and `TypeError` for a parameter that is no `SqliteValue`.
 */
export interface SqliteConnection {
  /** Run SQL text that returns nothing; several statements are allowed. */
  exec(sql: string): void;
  /** Run one statement and return its rows. The statement stays prepared for the next call. */
  all(sql: string, parameters: readonly unknown[]): readonly SqliteRow[];
  /** Run one statement that returns no rows, and say how many it changed. */
  run(sql: string, parameters: readonly unknown[]): number;
  close(): void;
}

export interface SqliteDriver {
  readonly name: 'node:sqlite' | 'libsql';
  open(path: string): SqliteConnection;
}
