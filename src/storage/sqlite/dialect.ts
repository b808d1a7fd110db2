import {
  type CompiledQuery,
  type DatabaseConnection,
  DeleteQueryNode,
  type Dialect,
  type Driver,
  InsertQueryNode,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  UpdateQueryNode,
} from 'kysely';
import type { SqliteConnection } from './driver.ts';
import { assertPragmas } from './pragmas.ts';
import { retryBusy } from './retry-busy.ts';
import { rollBack } from './roll-back.ts';
import { createMutex } from './mutex.ts';

export interface SqliteDialectOptions {
  readonly connection: SqliteConnection;
  readonly busyTimeoutMs: number;
  /** Called under the write lock before each commit; what it throws ends the transaction. */
  readonly beforeCommit?: () => void;
  /** Called after every commit that may have changed the database. */
  readonly onCommit: () => void;
}

/** Kysely over one synchronous SQLite connection. Its transactions take the write lock at once, unless read only. */
export function sqliteDialect(options: SqliteDialectOptions): Dialect {
  return {
    createDriver: () => createDriver(options),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

function createDriver({ connection, busyTimeoutMs, beforeCommit, onCommit }: SqliteDialectOptions): Driver {
  const mutex = createMutex();
  const shared = kyselyConnection(connection);
  let writes = 0;
  let writing = false;
  return {
    init: async () => undefined,
    acquireConnection: async () => {
      await mutex.acquire();
      return shared;
    },
    beginTransaction: async (_connection, settings) => {
      writing = settings.accessMode !== 'read only';
      // BEGIN IMMEDIATE rather than BEGIN: a lock that is upgraded later can meet SQLITE_BUSY half-way, where no wait helps.
      await retryBusy(busyTimeoutMs, () => connection.exec(writing ? 'BEGIN IMMEDIATE' : 'BEGIN'));
    },
    commitTransaction: async () => {
      // Last, so that nothing is acknowledged that went into a file which is no longer there.
      if (writing) beforeCommit?.();
      // Once more where it counts: a setting can change silently when the first write opens the WAL.
      if (writing && writes === 0) assertPragmas(connection);
      connection.exec('COMMIT');
      if (!writing) return;
      writes += 1;
      onCommit();
    },
    rollbackTransaction: async () => rollBack(connection),
    releaseConnection: async () => mutex.release(),
    destroy: async () => undefined,
  };
}

function kyselyConnection(connection: SqliteConnection): DatabaseConnection {
  const execute = <R>({ sql, parameters, query }: CompiledQuery): QueryResult<R> => {
    if (returnsRows(query)) return { rows: typedRows<R>(connection.all(sql, parameters)) };
    return { rows: [], numAffectedRows: BigInt(connection.run(sql, parameters)) };
  };
  return {
    executeQuery: async (compiled) => execute(compiled),
    streamQuery: async function* (compiled) {
      yield execute(compiled);
    },
  };
}

function returnsRows(query: CompiledQuery['query']): boolean {
  const changes = InsertQueryNode.is(query) || UpdateQueryNode.is(query) || DeleteQueryNode.is(query);
  return !changes || query.returning !== undefined;
}

// Kysely's own drivers make this step too: the row type is what the query builder worked out.
function typedRows<R>(rows: readonly unknown[]): R[] {
  return rows as R[];
}
