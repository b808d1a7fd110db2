import type { Migration } from '../migration.ts';

// Answers are ordered by time, so time is the second column wherever there is a first.
// Partial indexes: what people look for is rare (a denial, a change), what is written all the time is not indexed.
export const filters: Migration = {
  version: 2,
  sql: `
    ALTER TABLE records ADD COLUMN host TEXT;
    ALTER TABLE records ADD COLUMN client TEXT;
    ALTER TABLE records ADD COLUMN outcome TEXT;
    UPDATE records SET
      host = substr(record ->> '$.request.origin', instr(record ->> '$.request.origin', '://') + 3),
      client = record ->> '$.session.client.name',
      outcome = record ->> '$.outcome.result';

    DROP INDEX records_by_agent;
    DROP INDEX records_by_item;
    CREATE INDEX records_by_agent ON records (agent_id, at) WHERE agent_id IS NOT NULL;
    CREATE INDEX records_by_item ON records (item_id, at) WHERE item_id IS NOT NULL;
    CREATE INDEX records_by_host ON records (host, at) WHERE host IS NOT NULL;
    CREATE INDEX records_by_client ON records (client, at) WHERE client IS NOT NULL;
    CREATE INDEX records_by_trouble ON records (outcome, at) WHERE outcome <> 'ok';
    CREATE INDEX records_by_rare_type ON records (type, at)
      WHERE type NOT IN ('call.intent', 'call.attempt', 'call.outcome', 'items.listed');
  `,
};
