import { throttleOf } from './agent-summary.ts';
import { type IdentifyDeps, refuse, type Refused } from './identification.ts';
import type { Principal } from './principal.ts';
import type { AgentRecord } from './store.ts';
import { authDigestOf, deriveTokenKeys } from './token-keys.ts';
import { scopeOf, type VaultScope } from './token-scope.ts';
import { formatCredential, parseCredential, parseToken } from './token-text.ts';
import { isAgentsOwn, type Verified, verifyToken } from './verify-token.ts';

/**
 * A caller that holds a token and did not show it. What is handed to a holder stays sealed: it takes the token to open it.
 */
export interface TokenHolder {
  readonly kind: 'holder';
  readonly principal: Principal;
  /** The signed rows its token is identified by. Vault keys only of `read` grants: a caller that may use items needs none. */
  readonly record: AgentRecord;
  /** What of a vault may be handed out; undefined without a `read` grant on it. */
  readable(vaultId: string): VaultScope | undefined;
}

/** What the holder of a token shows where the token itself has no business. `undefined` when it is no token. */
export function credentialOf(tokenText: string): string | undefined {
  const parts = parseToken(tokenText);
  return parts && formatCredential({ id: parts.id, secret: deriveTokenKeys(parts.secret).authKey });
}

/**
 * Find out whose token a credential belongs to. The refusals are those of `identifyByToken`. Throws `STORAGE_UNAVAILABLE`
 * only.
 */
export async function identifyHolder(deps: IdentifyDeps, credential: string): Promise<TokenHolder | Refused> {
  const parts = parseCredential(credential);
  if (parts === undefined) return refuse('malformed');
  const verified = await verifyToken(deps, parts.id, { authDigest: authDigestOf(parts.secret) });
  if (verified.kind === 'refused') return verified;
  return isAgentsOwn(verified.token) ? holderOf(verified, deps) : refuse('unknown');
}

function holderOf({ record, row, token, agent, grants }: Verified, { store }: IdentifyDeps): TokenHolder {
  const own = record.sealedKeys.filter(({ tokenId }) => tokenId === token.id);
  const sealedTo = new Set(own.map(({ vaultId }) => vaultId));
  const effective = grants
    .filter(({ vaultId }) => sealedTo.has(vaultId))
    .map((grant) => (token.can === undefined ? grant : { ...grant, can: token.can }));
  const readable = new Set(effective.filter(({ can }) => can === 'read').map(({ vaultId }) => vaultId));
  return {
    kind: 'holder',
    principal: {
      agentId: agent.id,
      agentName: agent.name,
      tokenId: token.id,
      expiresAt: token.expires_at,
      grants: effective,
      ...(agent.limits === undefined ? {} : { limits: agent.limits }),
      ...throttleOf(record),
    },
    record: {
      agent: record.agent,
      tokens: [row],
      grants: record.grants,
      sealedKeys: own.filter(({ vaultId }) => readable.has(vaultId)),
    },
    readable: (vaultId) => (readable.has(vaultId) ? scopeOf(token, vaultId, store) : undefined),
  };
}
