import type { Migration } from '../migration.ts';

// No row: nothing is held against the agent.
export const agentRestrictions: Migration = {
  version: 3,
  sql: `
    CREATE TABLE agent_standings (
      agent_id TEXT NOT NULL PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      since INTEGER NOT NULL,
      until INTEGER
    ) STRICT;
  `,
};
