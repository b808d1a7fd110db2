import type { AgentRecord, IdentityStore } from './store.ts';

const MAX_RECORDS = 256;

/**
 * The same store, for a server that looks up the same tokens request by request: while no process changed the database,
 * what was read of a token's agent is not read again. What is kept is what lies in the database: signed statements and
 * sealed keys. Nothing of it opens anything, and a token is checked against it anew each time.
 */
export function cachedIdentityStore(store: IdentityStore): IdentityStore {
  let seen = store.changeCounter();
  const records = new Map<string, AgentRecord>();
  return {
    ...store,
    async findAgentByToken(tokenId) {
      // Before the look-up: a change while it runs must not be taken for one already seen.
      const counter = store.changeCounter();
      if (counter !== seen) records.clear();
      seen = counter;
      const known = records.get(tokenId);
      if (known !== undefined) return known;
      const record = await store.findAgentByToken(tokenId);
      if (record !== undefined && seen === counter) keep(records, tokenId, record);
      return record;
    },
  };
}

function keep(records: Map<string, AgentRecord>, tokenId: string, record: AgentRecord): void {
  if (records.size >= MAX_RECORDS) records.clear();
  records.set(tokenId, record);
}
