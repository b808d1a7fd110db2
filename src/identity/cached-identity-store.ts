import { BoundedMap } from '../core/index.ts';
import type { AgentRecord, IdentityStore } from './store.ts';

const MAX_RECORDS = 256;

/**
 * The same store, for a server that looks up the same tokens request by request: while no process changed the database,
 * what was read of a token's agent is not read again. What is cached is what lies in the database: signed statements and
 * sealed keys. Nothing of it opens anything, and a token is checked against it anew each time.
 */
export function cachedIdentityStore(store: IdentityStore): IdentityStore {
  let seen: string | undefined;
  const records = new BoundedMap<string, AgentRecord>(MAX_RECORDS);
  return {
    ...store,
    async findAgentByToken(tokenId) {
      // Before the look-up: a change while it runs must not be taken for one already seen.
      const version = await store.changes.version();
      if (version !== seen) records.clear();
      seen = version;
      const known = records.get(tokenId);
      if (known !== undefined) return known;
      const record = await store.findAgentByToken(tokenId);
      if (record !== undefined && seen === version) records.set(tokenId, record);
      return record;
    },
  };
}
