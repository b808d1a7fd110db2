import type { Kysely } from 'kysely';
import type { ItemRow, KeyReplacement } from '../vault/store.ts';
import { toSealedKeyColumns } from './identity-rows.ts';
import type { KeywardTables } from './tables.ts';
import { toItemColumns, toVaultColumns } from './vault-rows.ts';

type Tx = Kysely<KeywardTables>;

/** Everything under the vault's next key, or nothing: false when something is not as the replacement was made from. */
export async function replaceVaultKey(tx: Tx, replacement: KeyReplacement): Promise<boolean> {
  const { vault, items, sealedKeys } = replacement;
  if (!(await isAsItWas(tx, replacement))) return false;
  const { id, ...columns } = toVaultColumns(vault);
  await tx.updateTable('vaults').set(columns).where('id', '=', id).execute();
  for (const row of items) {
    const { id: itemId, ...sealed } = toItemColumns(row);
    await tx.updateTable('items').set(sealed).where('id', '=', itemId).execute();
  }
  await tx.deleteFrom('sealed_keys').where('vault_id', '=', id).execute();
  for (const row of sealedKeys) await tx.insertInto('sealed_keys').values(toSealedKeyColumns(row)).execute();
  return true;
}

async function isAsItWas(tx: Tx, { vault, items, sealedBefore }: KeyReplacement): Promise<boolean> {
  const row = await tx.selectFrom('vaults').select('key_version').where('id', '=', vault.id).executeTakeFirst();
  const found = tx.selectFrom('items').select(['id', 'version']).where('vault_id', '=', vault.id);
  const sealed = tx.selectFrom('sealed_keys').select('token_id').where('vault_id', '=', vault.id);
  const tokens = (await sealed.execute()).map(({ token_id: tokenId }) => tokenId);
  return (
    row?.key_version === vault.keyVersion - 1 &&
    isSame((await found.execute()).map(place), items.map(place)) &&
    isSame(tokens, sealedBefore)
  );
}

function place({ id, version }: Pick<ItemRow, 'id' | 'version'>): string {
  return `${id} ${String(version)}`;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join() === b.toSorted().join();
}
