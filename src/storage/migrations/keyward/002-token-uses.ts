import type { Migration } from '../migration.ts';

export const tokenUses: Migration = {
  version: 2,
  sql: `
    ALTER TABLE tokens ADD COLUMN uses INTEGER NOT NULL DEFAULT 0;
  `,
};
