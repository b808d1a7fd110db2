import { equal } from '../crypto/index.ts';
import { readGrants } from './agent-summary.ts';
import { type IdentifyDeps, isExpired, refuse, type Refused } from './identification.ts';
import type { Grant } from './principal.ts';
import {
  type AgentStatement,
  fromText,
  parseUnverifiedToken,
  readAgent,
  readToken,
  type TokenStatement,
} from './statements.ts';
import type { AgentRecord, TokenRow } from './store.ts';
import type { TokenKeys } from './token-keys.ts';

/**
 * What is known of a token by the caller that shows it, or a part of it. Only the whole token says who its owner is: without
 * `ownerMac` the owner named in the database is believed, which is enough to hand out what is sealed, and no more.
 */
export type TokenProof = Pick<TokenKeys, 'authDigest'> & Partial<Pick<TokenKeys, 'ownerMac'>>;

/** What the owner said about a token, its agent and its grants: nothing of it expired, revoked or forged. */
export interface Verified {
  readonly kind: 'verified';
  readonly record: AgentRecord;
  readonly row: TokenRow;
  readonly token: TokenStatement;
  readonly agent: AgentStatement;
  readonly grants: readonly Grant[];
  readonly ownerPublicKey: Uint8Array;
}

/** Find a token, and check all that was said about it. Throws `STORAGE_UNAVAILABLE` only. */
export async function verifyToken(deps: IdentifyDeps, tokenId: string, proof: TokenProof): Promise<Verified | Refused> {
  const record = await deps.store.findAgentByToken(tokenId);
  const row = record?.tokens.find(({ id }) => id === tokenId);
  return record === undefined || row === undefined ? refuse('unknown') : judge({ record, row, proof, deps });
}

interface Presented {
  readonly record: AgentRecord;
  readonly row: TokenRow;
  readonly proof: TokenProof;
  readonly deps: IdentifyDeps;
}

function judge({ record, row, proof, deps }: Presented): Verified | Refused {
  // Until the MAC and the signature below are checked, this is an unverified claim.
  const claim = parseUnverifiedToken(row);
  if (claim === undefined) return refuse('tampered');
  if (!equal(fromText(claim.auth), proof.authDigest)) return refuse('unknown');
  const ownerPublicKey = fromText(claim.owner);
  const { ownerMac } = proof;
  if (ownerMac !== undefined && !equal(row.ownerMac, ownerMac(ownerPublicKey))) return refuse('tampered');

  const token = readToken(row, ownerPublicKey);
  const agent = readAgent(record.agent, ownerPublicKey);
  const grants = readGrants(record, ownerPublicKey);
  if (token === undefined || agent === undefined || grants === undefined) return refuse('tampered');
  if (token.id !== row.id || token.agent_id !== agent.id || agent.id !== record.agent.id) return refuse('tampered');
  if (record.agent.revokedAt !== undefined || row.revokedAt !== undefined) return refuse('revoked');
  if (isExpired(token.expires_at, deps.clock)) return refuse('expired');
  if (record.restriction?.kind === 'suspended') return refuse('suspended');
  return { kind: 'verified', record, row, token, agent, grants, ownerPublicKey };
}

// Named one by one, so that a kind that is added later opens no agent: a hook's token ends it, a server's opens it for any caller that
// shows an access token, a reader's reads the trail.
export function isAgentsOwn({ use }: TokenStatement): boolean {
  return use === undefined || use === 'task' || use === 'workload';
}
