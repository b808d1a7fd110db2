import type { Migration } from '../migration.ts';

// A folder that has an owner already knows nothing of its trail: its owner says it at the next opening. One without
// this mark has said it, and must know.
export const earlierFormat: Migration = {
  version: 4,
  sql: `
    INSERT INTO meta (name, value)
      SELECT 'trail_earlier_format', x'01' WHERE EXISTS (SELECT 1 FROM meta WHERE name = 'owner_public_key');
  `,
};
