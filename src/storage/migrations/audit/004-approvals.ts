import type { Migration } from '../migration.ts';

// In the file of the trail: a use and the record of it lie in one transaction, and asking does not move the change counter
// of keyward.db, which every call goes by.
export const approvals: Migration = {
  version: 4,
  sql: `
    CREATE TABLE approvals (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      intent TEXT NOT NULL,
      agent_id TEXT NOT NULL,
      token_id TEXT NOT NULL,
      item_id TEXT NOT NULL,
      tier TEXT NOT NULL,
      needed INTEGER NOT NULL,
      terms TEXT NOT NULL,
      digest TEXT NOT NULL,
      rules TEXT NOT NULL,
      shown TEXT,
      asked_at INTEGER NOT NULL,
      answer_by INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      ended_at INTEGER,
      told INTEGER NOT NULL,
      reached TEXT NOT NULL,
      notified_at INTEGER NOT NULL,
      spent_by TEXT
    ) STRICT;
    CREATE INDEX approvals_by_fingerprint ON approvals (fingerprint, asked_at);
    CREATE INDEX approvals_by_agent ON approvals (agent_id, state, ended_at);
    CREATE INDEX approvals_by_time ON approvals (asked_at);
    CREATE INDEX approvals_open ON approvals (intent) WHERE state IN ('pending', 'not_shown', 'approved');

    CREATE TABLE approval_votes (
      approval_id TEXT NOT NULL REFERENCES approvals (id) ON DELETE CASCADE,
      approver_id TEXT NOT NULL,
      approver_version TEXT NOT NULL,
      yes INTEGER NOT NULL,
      channel TEXT NOT NULL,
      assurance TEXT NOT NULL,
      at INTEGER NOT NULL,
      elapsed_ms INTEGER NOT NULL,
      evidence TEXT,
      PRIMARY KEY (approval_id, approver_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE approval_allowances (
      id TEXT NOT NULL PRIMARY KEY,
      approval_id TEXT NOT NULL REFERENCES approvals (id) ON DELETE CASCADE,
      agent_id TEXT NOT NULL,
      item_id TEXT NOT NULL,
      scope TEXT NOT NULL,
      uses_left INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX approval_allowances_by_scope ON approval_allowances (scope) WHERE uses_left > 0;

    CREATE TABLE approval_claims (
      name TEXT NOT NULL PRIMARY KEY,
      until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE approval_clock (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      latest INTEGER NOT NULL
    ) STRICT;
    INSERT INTO approval_clock (id, latest) VALUES (1, 0);
  `,
};
