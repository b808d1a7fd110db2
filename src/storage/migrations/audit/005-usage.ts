import type { Migration } from '../migration.ts';

// What agents may still do is counted here, beside the records that use it up: one commit writes both. A folder of an
// earlier version takes up the reflections of its last hour.
export const usage: Migration = {
  version: 5,
  sql: `
    CREATE INDEX records_of_calls ON records (agent_id, item_id, at) WHERE type = 'call.intent';

    CREATE TABLE reflections (
      agent_id TEXT NOT NULL,
      item_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      charge INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reflections_by_item ON reflections (agent_id, item_id, at, charge);
    INSERT INTO reflections (agent_id, item_id, at, charge)
      SELECT agent_id, item_id, at, 1 FROM records
      WHERE type = 'call.outcome' AND agent_id IS NOT NULL AND item_id IS NOT NULL
        AND at > (SELECT max(at) FROM records) - 3600000 AND record ->> '$.outcome.redacted' = 1;

    CREATE TABLE token_uses (
      token_id TEXT NOT NULL PRIMARY KEY,
      uses INTEGER NOT NULL
    ) STRICT;
  `,
};
