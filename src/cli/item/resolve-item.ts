import { KeywardError } from '../../core/index.ts';
import type { GrantedVaults, ItemOverview, VaultSummary } from '../../vault/index.ts';
import type { Owner } from '../owner/open-owner.ts';

/** The one item a reference names. Throws `ITEM_NOT_FOUND`, and `ITEM_AMBIGUOUS` with the candidates: never the first match. */
export async function resolveItem(vaults: GrantedVaults, reference: string): Promise<ItemOverview> {
  const match = await vaults.find(reference);
  switch (match.kind) {
    case 'found':
      return match.overview;
    case 'none':
      throw new KeywardError('ITEM_NOT_FOUND', `item not found: ${quote(reference)}`, {
        hint: 'see `keyward item list`',
      });
    case 'ambiguous':
      throw new KeywardError('ITEM_AMBIGUOUS', `more than one item is called ${quote(reference)}`, {
        hint: `name one of them: ${match.candidates.join(', ')}`,
        details: { candidates: match.candidates },
      });
  }
}

/** Throws `VAULT_NOT_FOUND`. */
export async function resolveVault({ vaults }: Pick<Owner, 'vaults'>, reference: string): Promise<VaultSummary> {
  const vault = await vaults.findVault(reference);
  if (vault !== undefined) return vault;
  throw new KeywardError('VAULT_NOT_FOUND', `vault not found: ${quote(reference)}`, {
    hint: 'see `keyward vault list`, or make it with `keyward vault create`',
  });
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 128));
}
