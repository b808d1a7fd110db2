import { BoundedMap } from '../core/index.ts';
import type { Database } from './database.ts';

// A row holds what is sealed in it, and that may be a file.
const MAX_ROWS = 32;

/** Answers what `read` gave for this key before, for as long as no process has changed the database. */
export type RowCache<Row> = (key: string, read: () => Promise<Row | undefined>) => Promise<Row | undefined>;

interface CacheDeps {
  readonly changes: Pick<Database<never>['changes'], 'version'>;
}

/** For the few rows that every call reads. Whether any process changed the database is told in a tenth of the time a read takes. */
export function createRowCache<Row>({ changes }: CacheDeps): RowCache<Row> {
  const rows = new BoundedMap<string, Row | undefined>(MAX_ROWS);
  let seen: string | undefined;
  return async (key, read) => {
    // Before the read: a change while it runs must not be taken for one already seen.
    const version = await changes.version();
    if (version !== seen) rows.clear();
    seen = version;
    if (rows.has(key)) return rows.get(key);
    const row = await read();
    // Another caller may have read meanwhile and seen a change that this read was too early for.
    if (version === seen) rows.set(key, row);
    return row;
  };
}
