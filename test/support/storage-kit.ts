import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../src/core/index.ts';
import type { Storage } from '../../src/storage/index.ts';
import { openStorageOn } from '../../src/storage/open-storage.ts';
import { hasOwnSqlite } from '../../src/storage/sqlite/choose-driver.ts';
import type { SqliteConnection, SqliteDriver } from '../../src/storage/sqlite/driver.ts';
import { loadLibsql } from '../../src/storage/sqlite/libsql.ts';
import { loadNodeSqlite } from '../../src/storage/sqlite/node-sqlite.ts';

export interface NamedDriver {
  readonly name: string;
  load(): Promise<SqliteDriver>;
}

const LIBSQL: NamedDriver = { name: 'libsql', load: loadLibsql };
const NODE_SQLITE: NamedDriver = { name: 'node:sqlite', load: loadNodeSqlite };

/** Every driver the running Node can load. */
export const DRIVERS: readonly NamedDriver[] = hasOwnSqlite(process.versions.node) ? [NODE_SQLITE, LIBSQL] : [LIBSQL];

export interface TappedStorage {
  readonly storage: Storage;
  /** The connections under the storage, to look at or to break: keyward.db first, audit.db second. */
  readonly connections: readonly SqliteConnection[];
}

/** A private folder of its own, removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-storage-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Storage over one driver, closed when the test is over. */
export async function openOn(driver: SqliteDriver, folder: string, busyTimeoutMs = 10_000): Promise<Storage> {
  const storage = await openStorageOn(driver, { folder, logger: silentLogger, busyTimeoutMs });
  onTestFinished(() => storage.close());
  return storage;
}

/** Storage whose connections the test holds too. `wrap` may make them lie. */
export async function openTapped(
  driver: SqliteDriver,
  folder: string,
  wrap: (connection: SqliteConnection) => SqliteConnection = (connection) => connection,
): Promise<TappedStorage> {
  const connections: SqliteConnection[] = [];
  const tapped: SqliteDriver = {
    name: driver.name,
    open(path) {
      const connection = driver.open(path);
      connections.push(connection);
      return wrap(connection);
    },
  };
  return { storage: await openOn(tapped, folder), connections };
}

/** The one value of a one-row answer, such as a pragma's. */
export function readValue(connection: SqliteConnection, sql: string): unknown {
  return Object.values(connection.all(sql, [])[0] ?? {})[0];
}
