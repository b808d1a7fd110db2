import { throttleOf } from './agent-summary.ts';
import {
  type Identification,
  type IdentifiedAgent,
  type IdentifyDeps,
  identify,
  refuse,
  type Refused,
} from './identification.ts';
import type { AgentLimits } from './limits.ts';
import type { GrantedKey } from './owner.ts';
import { openKey } from './sealed-key.ts';
import type { TokenStatement } from './statements.ts';
import { deriveTokenKeys, type TokenKeys } from './token-keys.ts';
import { scopeOf } from './token-scope.ts';
import { parseToken } from './token-text.ts';
import type { AccessibleAgent } from './match-access.ts';
import { isAgentsOwn, type Verified, verifyToken } from './verify-token.ts';

/**
 * Find out which agent a token belongs to, and open the vault keys sealed to it.
 *
 * Malformed, unknown, expired and revoked tokens, and a manipulated database, get one and the
 * same refusal. Throws `STORAGE_UNAVAILABLE` only.
 */
export async function identifyByToken(deps: IdentifyDeps, tokenText: string): Promise<Identification> {
  const parts = parseToken(tokenText);
  if (parts === undefined) return refuse('malformed');
  const keys = deriveTokenKeys(parts.secret);
  return identify(deps, async () => {
    const verified = await verifyToken(deps, parts.id, keys);
    if (verified.kind === 'refused') return verified;
    return isAgentsOwn(verified.token) ? openVaultKeys(verified, keys, deps) : refuse('unknown');
  });
}

/** What an access token leaves of an agent. */
export interface AccessScope {
  /** Of the vaults the agent was granted; absent: all of them. */
  readonly vaultIds?: ReadonlySet<string> | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Open an agent by the token its owner gave to this server, for a caller whose access token was verified and matched.
 *
 * Refuses as `identifyByToken` does, and every other kind of token. Throws `STORAGE_UNAVAILABLE` only.
 */
export async function identifyForAccess(
  deps: IdentifyDeps,
  tokenText: string,
  { vaultIds, expiresAt }: AccessScope,
): Promise<Identification> {
  const parts = parseToken(tokenText);
  if (parts === undefined) return refuse('malformed');
  const keys = deriveTokenKeys(parts.secret);
  return identify(deps, async () => {
    const verified = await verifyToken(deps, parts.id, keys);
    if (verified.kind === 'refused') return verified;
    if (verified.token.use !== 'access') return refuse('unknown');
    const grants = verified.grants.filter(({ vaultId }) => vaultIds?.has(vaultId) ?? true);
    const opened = openVaultKeys({ ...verified, grants }, keys, deps);
    if (opened.kind === 'refused') return opened;
    const { principal } = opened;
    return { ...opened, principal: { ...principal, expiresAt: Math.min(principal.expiresAt, expiresAt) } };
  });
}

/** Whom the token of this server opens, and by which access tokens, as its owner signed it. No vault key is opened. */
export async function readAccessible(deps: IdentifyDeps, tokenText: string): Promise<AccessibleAgent | Refused> {
  const parts = parseToken(tokenText);
  if (parts === undefined) return refuse('malformed');
  const verified = await verifyToken(deps, parts.id, deriveTokenKeys(parts.secret));
  if (verified.kind === 'refused') return verified;
  const { agent, token } = verified;
  if (token.use !== 'access') return refuse('unknown');
  return { kind: 'accessible', agentId: agent.id, agentName: agent.name, rules: agent.access ?? [] };
}

/** An agent that a hook may delete, and from where. */
export interface IdentifiedHook extends Bearer {
  readonly kind: 'hook';
}

/** A caller that may read the trail, and nothing else. */
export interface IdentifiedTrailReader extends Bearer {
  readonly kind: 'trail_reader';
}

/** Whose token it is, of those that open nothing. Times are milliseconds since the epoch. */
interface Bearer {
  readonly agentId: string;
  readonly agentName: string;
  readonly tokenId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly limits?: AgentLimits;
}

/** Find out which agent a deprovisioning token may delete. Any other token is refused, as by `identifyByToken`. */
export async function identifyHook(deps: IdentifyDeps, tokenText: string): Promise<IdentifiedHook | Refused> {
  const bearer = await identifyBearer(deps, tokenText, 'deprovision');
  return 'kind' in bearer ? bearer : { kind: 'hook', ...bearer };
}

/** Find out whose token for reading the trail it is. Any other token is refused: no agent reads what is written about it. */
export async function identifyTrailReader(
  deps: IdentifyDeps,
  tokenText: string,
): Promise<IdentifiedTrailReader | Refused> {
  const bearer = await identifyBearer(deps, tokenText, 'audit');
  return 'kind' in bearer ? bearer : { kind: 'trail_reader', ...bearer };
}

async function identifyBearer(
  deps: IdentifyDeps,
  tokenText: string,
  use: 'deprovision' | 'audit',
): Promise<Bearer | Refused> {
  const parts = parseToken(tokenText);
  if (parts === undefined) return refuse('malformed');
  const verified = await verifyToken(deps, parts.id, deriveTokenKeys(parts.secret));
  if (verified.kind === 'refused') return verified;
  const { token, agent } = verified;
  if (token.use !== use) return refuse('unknown');
  const limits = agent.limits === undefined ? {} : { limits: agent.limits };
  const { id: tokenId, created_at: createdAt, expires_at: expiresAt } = token;
  return { agentId: agent.id, agentName: agent.name, tokenId, createdAt, expiresAt, ...limits };
}

function openVaultKeys(
  { record, token, agent, grants, ownerPublicKey }: Verified,
  keys: TokenKeys,
  deps: IdentifyDeps,
): Omit<IdentifiedAgent, 'recheck'> | Refused {
  const granted = new Set(grants.map(({ vaultId }) => vaultId));
  const sealed = record.sealedKeys.filter(({ tokenId, vaultId }) => tokenId === token.id && granted.has(vaultId));
  const vaultKeys = sealed.map((sealedKey) => openKey(sealedKey, keys.keyPair)).filter((key) => key !== undefined);
  if (vaultKeys.length !== sealed.length) return refuse('tampered');
  const opened = new Set(vaultKeys.map(({ vaultId }) => vaultId));
  const signedGrants = grants.map((grant) => (token.can === undefined ? grant : { ...grant, can: token.can }));
  const principal = {
    agentId: agent.id,
    agentName: agent.name,
    tokenId: token.id,
    expiresAt: token.expires_at,
    // A grant whose sealed key was taken away gives nothing.
    grants: signedGrants.filter(({ vaultId }) => opened.has(vaultId)),
    ...(agent.limits === undefined ? {} : { limits: agent.limits }),
    ...throttleOf(record),
  };
  return {
    kind: 'agent',
    principal,
    signedGrants,
    ownerPublicKey,
    vaultKeys: vaultKeys.map((key) => scopedKey(key, token, deps)),
  };
}

// The scope goes with the key, so that no caller can open a vault with it and forget the scope.
function scopedKey(vaultKey: GrantedKey, token: TokenStatement, { store }: IdentifyDeps): GrantedKey {
  return { ...vaultKey, ...scopeOf(token, vaultKey.vaultId, store) };
}
