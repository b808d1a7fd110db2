import { isKeywardError, KeywardError } from '../../core/index.ts';

// Primary result codes, https://www.sqlite.org/rescode.html; the upper bytes hold the detail.
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;
const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARY_KEY = 1555;
const CONSTRAINT_FOREIGN_KEY = 787;

/**
 * The error of a driver as one of ours: `STORAGE_CONFLICT` or `STORAGE_UNAVAILABLE`, the original as
 * cause only. Our own errors and plain bugs, such as a value of a wrong type, stay what they are.
 */
export function translateError(error: unknown): Error {
  if (isKeywardError(error) || error instanceof TypeError || error instanceof RangeError) return error;
  const code = extendedResultCode(error);
  if (isConflict(code))
    return new KeywardError('STORAGE_CONFLICT', 'conflicting write to the database', { cause: error });
  return new KeywardError('STORAGE_UNAVAILABLE', sentence(primary(code)), { cause: error });
}

/** Another connection holds the lock: the same statement may succeed in a moment. */
export function isBusy(error: unknown): boolean {
  return primary(extendedResultCode(error)) === SQLITE_BUSY;
}

/** The file is not an SQLite database, or no longer a sound one. */
export function isDamaged(error: unknown): boolean {
  const code = primary(extendedResultCode(error));
  return code === SQLITE_NOTADB || code === SQLITE_CORRUPT;
}

function isConflict(code: number): boolean {
  return code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARY_KEY || code === CONSTRAINT_FOREIGN_KEY;
}

function sentence(code: number): string {
  switch (code) {
    case SQLITE_BUSY:
      return 'the database stayed locked by another process';
    case SQLITE_READONLY:
      return 'the database is read-only';
    case SQLITE_FULL:
      return 'the disk is full';
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return 'the database is damaged';
    case SQLITE_CONSTRAINT:
      return 'the database refused a value';
    default:
      return 'the database did not answer';
  }
}

function primary(code: number): number {
  return code & 0xff;
}

// node:sqlite says `errcode`, libsql says `rawCode`; both are SQLite's extended result code.
function extendedResultCode(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode;
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode;
  return 0;
}
