import type { SqliteValue } from './driver.ts';

/**
 * Throws `TypeError` before a value reaches native code that would end the whole process (libsql, on a
 * boolean) or keep another value than it was given (libsql, on text with a NUL, of which it returns the head).
 */
export function assertBindable(parameters: readonly unknown[]): asserts parameters is readonly SqliteValue[] {
  for (const value of parameters) {
    if (!isBindable(value)) throw new TypeError(`a ${typeof value} cannot be stored`);
  }
}

function isBindable(value: unknown): value is SqliteValue {
  if (value === null || value instanceof Uint8Array) return true;
  if (typeof value === 'string') return !value.includes('\0');
  return typeof value === 'number' || typeof value === 'bigint';
}
