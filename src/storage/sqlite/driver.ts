/** What SQLite takes and gives: no booleans, no dates, and blobs always as `Uint8Array`. */
export type SqliteValue = string | number | bigint | Uint8Array | null;
export type SqliteRow = Readonly<Record<string, unknown>>;

/**
 * One open SQLite connection, the same over every driver. All calls are synchronous and throw the
 * driver's own error, which `translateError` reads.
 */
export interface SqliteConnection {
  /** Run SQL text that returns nothing; several statements are allowed. */
  exec(sql: string): void;
  /** Run one statement and return its rows. The statement stays prepared for the next call. */
  all(sql: string, parameters: readonly SqliteValue[]): readonly SqliteRow[];
  /** Run one statement that returns no rows, and say how many it changed. */
  run(sql: string, parameters: readonly SqliteValue[]): number;
  close(): void;
}

export interface SqliteDriver {
  readonly name: 'node:sqlite' | 'libsql';
  open(path: string): SqliteConnection;
}

/**
 * The SQLite that this Node has: its own from 22.13 on, else the prebuilt `libsql`. Each is loaded
 * only when it is chosen. Throws what the import throws.
 */
export async function chooseDriver(nodeVersion: string): Promise<SqliteDriver> {
  if (hasOwnSqlite(nodeVersion)) return (await import('./node-sqlite.ts')).nodeSqliteDriver;
  return (await import('./libsql.ts')).libsqlDriver;
}

/** `node:sqlite` needs a command line flag before 22.13. */
export function hasOwnSqlite(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}
