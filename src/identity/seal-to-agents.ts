import { readGrants } from './agent-summary.ts';
import { isExpired } from './identification.ts';
import type { AgentDeps } from './issue-token.ts';
import type { GrantedKey } from './owner.ts';
import { sealKey } from './sealed-key.ts';
import { fromText, readAgent, readToken } from './statements.ts';
import type { AgentRecord, SealedKeyRow } from './store.ts';

export interface SealedToAgents {
  readonly sealedKeys: readonly SealedKeyRow[];
  /** Tokens that had a key of this vault. */
  readonly sealedBefore: readonly string[];
}

/**
 * Seal the new key of a vault to every token that had the old one and is still good. What has expired, was revoked
 * or tampered with gets nothing.
 */
export async function sealToAgents(
  deps: Pick<AgentDeps, 'store' | 'owner' | 'clock'>,
  vaultKey: GrantedKey,
): Promise<SealedToAgents> {
  const records = await deps.store.listAgents();
  const had = records.flatMap(({ sealedKeys }) => sealedKeys.filter(({ vaultId }) => vaultId === vaultKey.vaultId));
  const sealedBefore = had.map(({ tokenId }) => tokenId);
  return { sealedBefore, sealedKeys: records.flatMap((record) => sealToAgent(deps, record, vaultKey)) };
}

function sealToAgent(
  { owner, clock }: Pick<AgentDeps, 'owner' | 'clock'>,
  record: AgentRecord,
  vaultKey: GrantedKey,
): readonly SealedKeyRow[] {
  const { agent, tokens, sealedKeys } = record;
  const isGranted = readGrants(record, owner.publicKey)?.some(({ vaultId }) => vaultId === vaultKey.vaultId) === true;
  if (!isGranted || agent.revokedAt !== undefined || readAgent(agent, owner.publicKey)?.id !== agent.id) return [];
  return tokens.flatMap((row) => {
    const said = readToken(row, owner.publicKey);
    const had = sealedKeys.some(({ tokenId, vaultId }) => tokenId === row.id && vaultId === vaultKey.vaultId);
    const isGood = said?.id === row.id && said.agent_id === agent.id && !isExpired(said.expires_at, clock);
    return had && isGood && row.revokedAt === undefined ? [sealKey(row.id, fromText(said.public_key), vaultKey)] : [];
  });
}
