import type { Migration } from '../migration.ts';

export const vaultsAndAgents: Migration = {
  version: 1,
  sql: `
    CREATE TABLE meta (
      name TEXT NOT NULL PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT;

    CREATE TABLE vaults (
      id TEXT NOT NULL PRIMARY KEY,
      name_hash BLOB NOT NULL UNIQUE,
      sealed_name BLOB NOT NULL,
      key_version INTEGER NOT NULL,
      wrapped_key BLOB NOT NULL,
      statement BLOB NOT NULL,
      signature BLOB NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE items (
      id TEXT NOT NULL PRIMARY KEY,
      vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
      title_hash BLOB NOT NULL,
      version INTEGER NOT NULL,
      key_version INTEGER NOT NULL,
      overview BLOB NOT NULL,
      details BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX items_by_title ON items (vault_id, title_hash);

    CREATE TABLE agents (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      statement BLOB NOT NULL,
      signature BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      revoked_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX agents_by_name ON agents (name) WHERE revoked_at IS NULL;

    CREATE TABLE tokens (
      id TEXT NOT NULL PRIMARY KEY,
      agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
      owner_mac BLOB NOT NULL,
      statement BLOB NOT NULL,
      signature BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      revoked_at INTEGER
    ) STRICT;
    CREATE INDEX tokens_by_agent ON tokens (agent_id);

    CREATE TABLE grants (
      id TEXT NOT NULL PRIMARY KEY,
      agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
      vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
      statement BLOB NOT NULL,
      signature BLOB NOT NULL
    ) STRICT;
    CREATE INDEX grants_by_agent ON grants (agent_id);
    CREATE INDEX grants_by_vault ON grants (vault_id);

    CREATE TABLE sealed_keys (
      token_id TEXT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
      vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
      key_version INTEGER NOT NULL,
      sealed_key BLOB NOT NULL,
      PRIMARY KEY (token_id, vault_id, key_version)
    ) STRICT;
    CREATE INDEX sealed_keys_by_vault ON sealed_keys (vault_id);
  `,
};
