import type { SqliteConnection } from './driver.ts';

/**
 * End a failed transaction. After a full disk or an input/output error SQLite has already rolled back
 * by itself, and then there is nothing left to do.
 */
export function rollBack(connection: SqliteConnection): void {
  try {
    connection.exec('ROLLBACK');
  } catch {
    return;
  }
}
