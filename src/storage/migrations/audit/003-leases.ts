import type { Migration } from '../migration.ts';

export const leases: Migration = {
  version: 3,
  sql: `
    CREATE TABLE leases (
      name TEXT NOT NULL PRIMARY KEY,
      holder TEXT NOT NULL,
      until INTEGER NOT NULL
    ) STRICT;
  `,
};
