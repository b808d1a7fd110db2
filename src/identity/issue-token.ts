import { type Clock, type JsonObject, KeywardError, newId, type Random } from '../core/index.ts';
import type { GrantedKey, Owner } from './owner.ts';
import { sealKey } from './sealed-key.ts';
import { toText } from './statements.ts';
import type { IdentityStore, SealedKeyRow, TokenRow } from './store.ts';
import { deriveTokenKeys } from './token-keys.ts';
import { formatToken, TOKEN_SECRET_BYTES } from './token-text.ts';

export interface AgentDeps {
  readonly store: IdentityStore;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a token may be used for, where that is less than what the agent may do. */
export interface TokenScope {
  readonly kind: 'task' | 'workload' | 'deprovision' | 'access' | 'audit';
  readonly items?: readonly ScopedItem[] | undefined;
  /** How often in all it may open an item, over every process. */
  readonly maxUses?: number | undefined;
  /** `use` where the agent may read too. */
  readonly can?: 'use' | undefined;
}

export interface ScopedItem {
  readonly vaultId: string;
  readonly itemId: string;
}

export interface TokenOrder {
  readonly agentId: string;
  readonly expiresInMs: number;
  readonly vaultKeys: readonly GrantedKey[];
  /** Absent: the agent's own token. */
  readonly scope?: TokenScope;
}

export interface IssuedToken {
  /** The only copy: what is stored cannot be turned back into it. */
  readonly text: string;
  readonly expiresAt: number;
  readonly row: TokenRow;
  readonly sealedKeys: readonly SealedKeyRow[];
}

/** Make a token for an agent; nothing is stored yet. Throws `CONFIG_INVALID` for a lifetime that is none. */
export function issueToken({ owner, clock, random }: AgentDeps, order: TokenOrder): IssuedToken {
  const { agentId, expiresInMs, vaultKeys, scope } = order;
  if (!Number.isSafeInteger(expiresInMs) || expiresInMs <= 0) {
    throw new KeywardError('CONFIG_INVALID', 'a token needs a lifetime of at least a millisecond');
  }
  const id = newId(random);
  const secret = random(TOKEN_SECRET_BYTES);
  const keys = deriveTokenKeys(secret);
  const createdAt = clock.now();
  const expiresAt = createdAt + expiresInMs;
  const signed = owner.sign({
    v: 1,
    kind: 'token',
    id,
    agent_id: agentId,
    owner: toText(owner.publicKey),
    public_key: toText(keys.keyPair.publicKey),
    auth: toText(keys.authDigest),
    created_at: createdAt,
    expires_at: expiresAt,
    ...(scope === undefined ? {} : scopeMembers(scope)),
  });
  return {
    text: formatToken({ id, secret }),
    expiresAt,
    row: { id, agentId, ownerMac: keys.ownerMac(owner.publicKey), createdAt, revokedAt: undefined, uses: 0, ...signed },
    sealedKeys: vaultKeys.map((vaultKey) => sealKey(id, keys.keyPair.publicKey, vaultKey)),
  };
}

function scopeMembers({ kind, items, maxUses, can }: TokenScope): JsonObject {
  if (maxUses !== undefined && (!Number.isSafeInteger(maxUses) || maxUses <= 0)) {
    throw new KeywardError('CONFIG_INVALID', 'a token needs at least one use');
  }
  return {
    use: kind,
    ...(items === undefined
      ? {}
      : { items: items.map(({ vaultId, itemId }) => ({ vault_id: vaultId, item_id: itemId })) }),
    ...(maxUses === undefined ? {} : { max_uses: maxUses }),
    ...(can === undefined ? {} : { can }),
  };
}
