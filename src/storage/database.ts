import type { Kysely } from 'kysely';
import type { ChangeFeed } from '../core/index.ts';

/**
 * One database behind a store, whatever its dialect. A store writes its queries with Kysely inside
 * `read` or `write`, each of which is one transaction; every error that leaves is `STORAGE_UNAVAILABLE`
 * or `STORAGE_CONFLICT`.
 */
export interface Database<Tables> {
  /** One snapshot; may run `query` again while the database is busy. */
  read<T>(query: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Holds the write lock over all processes from before `change` runs to the durable commit. */
  write<T>(change: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  readonly changes: ChangeFeed;
  close(): Promise<void>;
}
