import type { Migration } from '../migration.ts';

// What the owner says of this trail, beside it: without it a trail could be put beside any vaults.
export const anchor: Migration = {
  version: 8,
  sql: `
    CREATE TABLE anchor (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      value BLOB NOT NULL
    ) STRICT;
  `,
};
