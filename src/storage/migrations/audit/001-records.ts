import type { Migration } from '../migration.ts';

export const records: Migration = {
  version: 1,
  sql: `
    CREATE TABLE records (
      seq INTEGER NOT NULL PRIMARY KEY,
      at INTEGER NOT NULL,
      type TEXT NOT NULL,
      call_id TEXT,
      agent_id TEXT,
      item_id TEXT,
      hash TEXT NOT NULL,
      record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX records_by_time ON records (at);
    CREATE INDEX records_by_call ON records (call_id) WHERE call_id IS NOT NULL;
    CREATE INDEX records_by_agent ON records (agent_id) WHERE agent_id IS NOT NULL;
    CREATE INDEX records_by_item ON records (item_id) WHERE item_id IS NOT NULL;

    CREATE TABLE open_intents (
      call_id TEXT NOT NULL PRIMARY KEY,
      seq INTEGER NOT NULL REFERENCES records (seq) ON DELETE CASCADE
    ) STRICT;
  `,
};
