import { isKeywardError, KeywardError } from '../../core/index.ts';
import type { Migration } from '../migrations/migration.ts';
import type { SqliteConnection } from './driver.ts';
import { retryBusy } from './retry-busy.ts';
import { rollBack } from './roll-back.ts';
import { isBusy } from './translate-error.ts';

export interface Schema {
  /** Four bytes in the file header that say whose file this is. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
}

/**
 * Refuse a file that is not ours or that a newer Keyward has written; before anything is changed in it.
 *
 * Throws `STORAGE_MIGRATION_FAILED`.
 */
export function assertOurs(connection: SqliteConnection, schema: Schema): void {
  const { applicationId, version, entries } = readHeader(connection);
  const isEmpty = applicationId === 0 && entries === 0;
  if (applicationId !== schema.applicationId && !isEmpty) throw failed('the file is not a database of Keyward');
  if (version > newestVersion(schema)) throw failed('the database was written by a newer Keyward');
}

/**
 * Bring the schema to its newest version, forward only, in one transaction under the write lock, so
 * that of several processes starting together one migrates and the others find it done.
 *
 * Throws `STORAGE_MIGRATION_FAILED`; then the database is as it was.
 */
export async function migrate(connection: SqliteConnection, schema: Schema, busyTimeoutMs: number): Promise<void> {
  if (readVersion(connection) === newestVersion(schema)) return;
  await retryBusy(busyTimeoutMs, () => connection.exec('BEGIN EXCLUSIVE'));
  try {
    assertOurs(connection, schema);
    applyMissing(connection, schema);
    connection.exec('COMMIT');
  } catch (error) {
    rollBack(connection);
    throw isKeywardError(error) || isBusy(error) ? error : failed('the database could not be migrated', error);
  }
}

function applyMissing(connection: SqliteConnection, schema: Schema): void {
  const present = readVersion(connection);
  for (const migration of schema.migrations) {
    if (migration.version > present) connection.exec(migration.sql);
  }
  connection.exec(`PRAGMA application_id = ${schema.applicationId}`);
  connection.exec(`PRAGMA user_version = ${newestVersion(schema)}`);
}

function newestVersion(schema: Schema): number {
  return Math.max(0, ...schema.migrations.map((migration) => migration.version));
}

function readVersion(connection: SqliteConnection): number {
  return readNumber(connection, 'PRAGMA user_version');
}

// One statement, so one state of the file: another process may be migrating it between two of them.
const HEADER = `SELECT application_id AS applicationId, user_version AS version,
  (SELECT count(*) FROM sqlite_schema) AS entries FROM pragma_application_id, pragma_user_version`;

function readHeader(connection: SqliteConnection): { applicationId: number; version: number; entries: number } {
  const [row = {}] = connection.all(HEADER, []);
  const number = (name: string): number => Number(row[name]);
  return { applicationId: number('applicationId'), version: number('version'), entries: number('entries') };
}

function readNumber(connection: SqliteConnection, sql: string): number {
  const [row = {}] = connection.all(sql, []);
  return Number(Object.values(row)[0]);
}

function failed(message: string, cause?: unknown): KeywardError {
  return new KeywardError('STORAGE_MIGRATION_FAILED', message, { cause });
}
