import type { Kysely } from 'kysely';
import { KeywardError } from '../core/index.ts';
import type { KeywardTables } from './tables.ts';

/**
 * Whatever is written under a vault's key is written under the one the vault has at that moment: a row under the key
 * before it could never be opened again. A vault that is not there is for the foreign key to refuse.
 */
export async function assertKeyVersion(
  tx: Kysely<KeywardTables>,
  { vaultId, keyVersion }: { readonly vaultId: string; readonly keyVersion: number },
): Promise<void> {
  const vault = await tx.selectFrom('vaults').select('key_version').where('id', '=', vaultId).executeTakeFirst();
  if (vault === undefined || vault.key_version === keyVersion) return;
  throw new KeywardError('VAULT_KEY_CHANGED', 'the key of the vault was replaced in the meantime');
}
