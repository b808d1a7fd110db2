import type { SqliteDriver } from './driver.ts';
import { loadLibsql } from './libsql.ts';
import { loadNodeSqlite } from './node-sqlite.ts';

/**
 * The SQLite that this Node has: its own from 22.13 on, else the prebuilt `libsql`. Only the chosen
 * one is loaded. Throws what the import throws.
 */
export function chooseDriver(nodeVersion: string): Promise<SqliteDriver> {
  return hasOwnSqlite(nodeVersion) ? loadNodeSqlite() : loadLibsql();
}

/** `node:sqlite` needs a command line flag before 22.13. */
export function hasOwnSqlite(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}
