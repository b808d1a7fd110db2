import { KeywardError } from '../../core/index.ts';
import type { SqliteConnection } from './driver.ts';
import { BUSY_WAIT_MS } from './retry-busy.ts';

interface Pragma {
  readonly name: string;
  readonly set: string;
  readonly expected: string | number;
}

/** What every connection must be set to; without one of these a commit is not durable or a read not safe. */
export const PRAGMAS: readonly Pragma[] = [
  { name: 'busy_timeout', set: String(BUSY_WAIT_MS), expected: BUSY_WAIT_MS },
  { name: 'journal_mode', set: 'WAL', expected: 'wal' },
  // Said aloud on every connection: a build may make NORMAL of it in WAL mode, which loses commits with the power.
  { name: 'synchronous', set: 'FULL', expected: 2 },
  // macOS: fsync alone leaves the data in the drive's cache.
  { name: 'fullfsync', set: 'ON', expected: 1 },
  { name: 'checkpoint_fullfsync', set: 'ON', expected: 1 },
  { name: 'foreign_keys', set: 'ON', expected: 1 },
  // The file may have been written by an attacker: its schema runs no functions, its pages are checked.
  { name: 'trusted_schema', set: 'OFF', expected: 0 },
  { name: 'cell_size_check', set: 'ON', expected: 1 },
];

/** Put a fresh connection into its one allowed state. Throws as `assertPragmas`, or the driver's error. */
export function applyPragmas(connection: SqliteConnection): void {
  for (const pragma of PRAGMAS) connection.all(`PRAGMA ${pragma.name} = ${pragma.set}`, []);
  assertPragmas(connection);
}

/** Read every setting back. Throws `STORAGE_UNAVAILABLE` when one did not hold. */
export function assertPragmas(connection: SqliteConnection): void {
  for (const { name, expected } of PRAGMAS) {
    const [row = {}] = connection.all(`PRAGMA ${name}`, []);
    if (Object.values(row)[0] === expected) continue;
    throw new KeywardError('STORAGE_UNAVAILABLE', `the database did not keep its setting ${name}`);
  }
}
