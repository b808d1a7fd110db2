import { isExpired, type IdentifyDeps } from './identification.ts';
import type { Principal } from './principal.ts';

/**
 * Whether the token a caller came with still holds, for an answer that stays open. It keeps names and no key, so it says
 * nothing about who is asking: every request is identified anew by its token.
 */
export function tokenValidity({ store, clock }: IdentifyDeps, principal: Principal): () => Promise<boolean> {
  const { agentId, tokenId, expiresAt } = principal;
  return async () => {
    if (isExpired(expiresAt, clock)) return false;
    const record = tokenId === undefined ? await store.findAgent(agentId) : await store.findAgentByToken(tokenId);
    if (record === undefined || record.agent.revokedAt !== undefined) return false;
    return (
      tokenId === undefined || record.tokens.some(({ id, revokedAt }) => id === tokenId && revokedAt === undefined)
    );
  };
}
