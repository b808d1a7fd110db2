import type Database from 'libsql';
import { assertBindable } from './bindable.ts';
import type { SqliteConnection, SqliteDriver, SqliteRow } from './driver.ts';

type Statement = ReturnType<Database.Database['prepare']>;

/**
 * SQLite for Node 20: `libsql` as a plain embedded file, without its encryption, sync or network.
 * The package itself is imported here and not above, so that a bundle keeps it a choice.
 */
export async function loadLibsql(): Promise<SqliteDriver> {
  const { default: LibsqlDatabase } = await import('libsql');
  return { name: 'libsql', open: (path) => connect(new LibsqlDatabase(path)) };
}

function connect(database: Database.Database): SqliteConnection {
  const statements = new Map<string, Statement>();
  return {
    exec: (sql) => void database.exec(sql),
    all: (sql, parameters) => {
      assertBindable(parameters);
      return prepared(database, statements, sql).all(parameters).map(toRow);
    },
    run: (sql, parameters) => {
      assertBindable(parameters);
      return prepared(database, statements, sql).run(parameters).changes;
    },
    close: () => close(database, statements),
  };
}

function prepared(database: Database.Database, statements: Map<string, Statement>, sql: string): Statement {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  const statement = database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

// libsql returns blobs as ArrayBuffer; everything above the driver knows Uint8Array alone.
function toRow(row: unknown): SqliteRow {
  const columns: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row ?? {})) {
    columns[name] = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
  }
  return columns;
}

// libsql has no way to finalise a statement, so the file stays open until they are collected, and the
// checkpoint of an orderly close never comes. Without it, a copy of the .db file alone would be old.
function close(database: Database.Database, statements: Map<string, Statement>): void {
  statements.clear();
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Busy or damaged: every commit is in the -wal file, and the next process to open it takes it from there.
  }
  database.close();
}
