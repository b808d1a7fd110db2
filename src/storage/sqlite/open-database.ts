import { Kysely } from 'kysely';
import { isKeywardError, KeywardError } from '../../core/index.ts';
import type { Database } from '../database.ts';
import { createChangeFeed } from './change-feed.ts';
import { ensurePrivateFile } from './create-file.ts';
import type { FileWatch } from './file-watch.ts';
import { sqliteDialect } from './dialect.ts';
import type { SqliteConnection, SqliteDriver } from './driver.ts';
import { assertOurs, migrate, type Schema } from './migrate.ts';
import { applyPragmas } from './pragmas.ts';
import { retryBusy } from './retry-busy.ts';
import { isBusy, isDamaged, translateError } from './translate-error.ts';

export interface SqliteFile {
  readonly driver: SqliteDriver;
  readonly path: string;
  readonly schema: Schema;
  /** How long a call waits for other processes before it gives up. */
  readonly busyTimeoutMs: number;
  /** Knows this file before it is opened, and is asked before every commit. */
  readonly watch?: FileWatch | undefined;
}

/**
 * Open one database file, made with mode 0600 when it is not there, and bring its schema up to date.
 *
 * Throws `VAULT_FOLDER_UNSAFE`, `STORAGE_UNAVAILABLE` and `STORAGE_MIGRATION_FAILED` (not ours, newer,
 * or damaged).
 */
export async function openSqliteDatabase<Tables>(file: SqliteFile): Promise<Database<Tables>> {
  await ensurePrivateFile(file.path);
  file.watch?.pin(file.path);
  const connection = await openConnection(file);
  const changes = createChangeFeed({ readForeign: () => readDataVersion(connection) });
  const dialect = sqliteDialect({
    connection,
    busyTimeoutMs: file.busyTimeoutMs,
    beforeCommit: () => file.watch?.assertSame(),
    onCommit: () => changes.committed(),
  });
  const kysely = new Kysely<Tables>({ dialect });
  let closing: Promise<void> | undefined;
  return {
    read: (query) => ours(() => retryBusy(file.busyTimeoutMs, () => readOnly(kysely).execute(query))),
    write: (change) => ours(() => kysely.transaction().execute(change)),
    changes,
    close: () => {
      changes.close();
      return (closing ??= ours(() => closeInTurn(kysely, connection)));
    },
  };
}

async function openConnection(file: SqliteFile): Promise<SqliteConnection> {
  const opened: SqliteConnection[] = [];
  try {
    const connection = file.driver.open(file.path);
    opened.push(connection);
    await retryBusy(file.busyTimeoutMs, () => assertOurs(connection, file.schema));
    await retryBusy(file.busyTimeoutMs, () => applyPragmas(connection));
    await migrate(connection, file.schema, file.busyTimeoutMs);
    return connection;
  } catch (error) {
    for (const connection of opened) connection.close();
    throw openingError(error);
  }
}

function openingError(error: unknown): Error {
  if (isKeywardError(error) || !isDamaged(error)) return translateError(error);
  return new KeywardError('STORAGE_MIGRATION_FAILED', 'the database file is damaged', { cause: error });
}

function readOnly<Tables>(kysely: Kysely<Tables>): ReturnType<Kysely<Tables>['transaction']> {
  return kysely.transaction().setAccessMode('read only');
}

// Waits for the calls before it; Kysely's own destroy would not, nor would it close what was never used.
async function closeInTurn<Tables>(kysely: Kysely<Tables>, connection: SqliteConnection): Promise<void> {
  await kysely.connection().execute(async () => connection.close());
  await kysely.destroy();
}

function readDataVersion(connection: SqliteConnection): number | undefined {
  try {
    return Number(connection.all('PRAGMA data_version', [])[0]?.['data_version']);
  } catch (error) {
    if (isBusy(error)) return undefined;
    throw translateError(error);
  }
}

async function ours<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw translateError(error);
  }
}
