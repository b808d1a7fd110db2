import { isId, KeywardError } from '../core/index.ts';
import type { GrantedKey, Owner } from './owner.ts';
import type { AgentRecord, IdentityStore } from './store.ts';

/** By name or id. Throws `IDENTITY_AGENT_NOT_FOUND`. */
export async function findRecord(store: IdentityStore, ref: string): Promise<AgentRecord> {
  const record = isId(ref) ? await store.findAgent(ref) : await store.findAgentByName(ref);
  if (record === undefined) throw agentNotFound();
  return record;
}

export function agentNotFound(): KeywardError {
  return new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'agent not found');
}

/** Throws `VAULT_NOT_FOUND`. */
export async function vaultKeysOf(owner: Owner, vaultIds: readonly string[]): Promise<readonly GrantedKey[]> {
  return Promise.all(
    vaultIds.map(async (vaultId) => {
      const vaultKey = await owner.vaultKey(vaultId);
      if (vaultKey === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'vault not found');
      return vaultKey;
    }),
  );
}
