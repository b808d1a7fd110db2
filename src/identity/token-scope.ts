import { KeywardError } from '../core/index.ts';
import type { GrantedKey } from './owner.ts';
import type { TokenStatement } from './statements.ts';
import type { IdentityStore } from './store.ts';

/** What of a vault a token is for, and the counting of its uses. */
export type VaultScope = Pick<GrantedKey, 'only' | 'spend'>;

export function scopeOf(
  { id, items, max_uses: maxUses }: TokenStatement,
  vaultId: string,
  store: Pick<IdentityStore, 'spendUse'>,
): VaultScope {
  const own = items?.filter((item) => item.vault_id === vaultId).map((item) => item.item_id);
  const spend = async (): Promise<void> => {
    if (maxUses === undefined || (await store.spendUse(id, maxUses))) return;
    throw new KeywardError('IDENTITY_TOKEN_USED_UP', 'token use limit reached');
  };
  return {
    ...(own === undefined ? {} : { only: new Set(own) }),
    ...(maxUses === undefined ? {} : { spend }),
  };
}
