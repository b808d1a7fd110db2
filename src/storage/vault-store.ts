import type { ItemRow, VaultRow, VaultStore } from '../vault/store.ts';
import { assertKeyVersion } from './assert-key-version.ts';
import type { Database } from './database.ts';
import type { KeywardTables } from './tables.ts';
import { replaceVaultKey } from './replace-vault-key.ts';
import { createRowCache } from './row-cache.ts';
import { fromItemColumns, fromVaultColumns, toItemColumns, toVaultColumns } from './vault-rows.ts';

type Db = Database<KeywardTables>;

/** The port of `vault` over any database Kysely speaks to. */
export function createVaultStore(db: Db): VaultStore {
  return { ...metaMethods(db), ...vaultMethods(db), ...itemMethods(db) };
}

type MetaMethods = Pick<VaultStore, 'readMeta' | 'createMeta' | 'replaceMeta'>;
type VaultMethods = Pick<
  VaultStore,
  'insertVault' | 'listVaults' | 'getVault' | 'findVault' | 'deleteVault' | 'replaceVaultKey'
>;
type ItemMethods = Omit<VaultStore, keyof MetaMethods | keyof VaultMethods>;

function metaMethods(db: Db): MetaMethods {
  return {
    readMeta: (name) =>
      db.read(async (tx) => {
        const row = await tx.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
        return row?.value;
      }),
    createMeta: (name, value) =>
      db.write(async (tx) => {
        await tx.insertInto('meta').values({ name, value }).execute();
      }),
    replaceMeta: (values) =>
      db.write(async (tx) => {
        for (const [name, value] of values) {
          const row = tx.insertInto('meta').values({ name, value });
          await row.onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute();
        }
      }),
  };
}

function vaultMethods(db: Db): VaultMethods {
  const remember = createRowCache<VaultRow>(db);
  return {
    insertVault: (row) =>
      db.write(async (tx) => {
        await tx.insertInto('vaults').values(toVaultColumns(row)).execute();
      }),
    listVaults: () =>
      db.read(async (tx) => {
        const rows = await tx.selectFrom('vaults').selectAll().orderBy('created_at').orderBy('id').execute();
        return rows.map(fromVaultColumns);
      }),
    getVault: (vaultId) =>
      remember(vaultId, () =>
        db.read(async (tx) => {
          const row = await tx.selectFrom('vaults').selectAll().where('id', '=', vaultId).executeTakeFirst();
          return row && fromVaultColumns(row);
        }),
      ),
    findVault: (nameHash) =>
      db.read(async (tx) => {
        const row = await tx.selectFrom('vaults').selectAll().where('name_hash', '=', nameHash).executeTakeFirst();
        return row && fromVaultColumns(row);
      }),
    replaceVaultKey: (replacement) => db.write((tx) => replaceVaultKey(tx, replacement)),
    // Items, grants and sealed keys go with it: the schema says ON DELETE CASCADE.
    deleteVault: (vaultId) =>
      db.write(async (tx) => {
        const result = await tx.deleteFrom('vaults').where('id', '=', vaultId).executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
  };
}

function itemMethods(db: Db): ItemMethods {
  const remember = createRowCache<ItemRow>(db);
  return {
    insertItem: (row) =>
      db.write(async (tx) => {
        await assertKeyVersion(tx, row);
        await tx.insertInto('items').values(toItemColumns(row)).execute();
      }),
    listItems: (vaultId) =>
      db.read(async (tx) => {
        const items = tx.selectFrom('items').selectAll().where('vault_id', '=', vaultId);
        const rows = await items.orderBy('created_at').orderBy('id').execute();
        return rows.map(fromItemColumns);
      }),
    getItem: (vaultId, itemId) =>
      remember(`${vaultId}/${itemId}`, () =>
        db.read(async (tx) => {
          const item = tx.selectFrom('items').selectAll().where('id', '=', itemId).where('vault_id', '=', vaultId);
          const row = await item.executeTakeFirst();
          return row && fromItemColumns(row);
        }),
      ),
    findItems: (vaultId, titleHash) =>
      db.read(async (tx) => {
        const items = tx.selectFrom('items').selectAll().where('vault_id', '=', vaultId);
        const rows = await items.where('title_hash', '=', titleHash).orderBy('created_at').orderBy('id').execute();
        return rows.map(fromItemColumns);
      }),
    countItems: (vaultId) =>
      db.read(async (tx) => {
        const items = tx.selectFrom('items').where('vault_id', '=', vaultId);
        const row = await items.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow();
        return Number(row.count);
      }),
    updateItem: (row, expectedVersion) =>
      db.write(async (tx) => {
        await assertKeyVersion(tx, row);
        const { id, vault_id, ...columns } = toItemColumns(row);
        const item = tx.updateTable('items').set(columns).where('id', '=', id).where('vault_id', '=', vault_id);
        const result = await item.where('version', '=', expectedVersion).executeTakeFirst();
        return result.numUpdatedRows > 0n;
      }),
    deleteItem: (vaultId, itemId) =>
      db.write(async (tx) => {
        const item = tx.deleteFrom('items').where('id', '=', itemId).where('vault_id', '=', vaultId);
        const result = await item.executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
  };
}
