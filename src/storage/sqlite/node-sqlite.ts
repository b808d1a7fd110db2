import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { assertBindable } from './bindable.ts';
import type { SqliteConnection, SqliteDriver, SqliteRow } from './driver.ts';

const OPTIONS = { allowExtension: false, enableDoubleQuotedStringLiterals: false };

/** SQLite as Node itself carries it, from 22.13 on. Imported here and not above: an older Node has no such module. */
export async function loadNodeSqlite(): Promise<SqliteDriver> {
  const sqlite = await import('node:sqlite');
  return { name: 'node:sqlite', open: (path) => connect(new sqlite.DatabaseSync(path, OPTIONS)) };
}

function connect(database: DatabaseSync): SqliteConnection {
  const statements = new Map<string, StatementSync>();
  return {
    exec: (sql) => database.exec(sql),
    all: (sql, parameters) => {
      assertBindable(parameters);
      return prepared(database, statements, sql)
        .all(...parameters)
        .map(toRow);
    },
    run: (sql, parameters) => {
      assertBindable(parameters);
      return Number(prepared(database, statements, sql).run(...parameters).changes);
    },
    close: () => database.close(),
  };
}

function prepared(database: DatabaseSync, statements: Map<string, StatementSync>, sql: string): StatementSync {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  const statement = database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

// Rows come without a prototype; a copy makes them equal to those of the other driver.
function toRow(row: unknown): SqliteRow {
  return Object.assign({}, row);
}
