import { describe, expect, it } from 'vitest';
import type { VaultStore } from '../../src/vault/store.ts';
import { AT, item, vault } from './rows.ts';

/** What every implementation of the vault port keeps. `open` gives an empty store of its own. */
export function describeVaultStore(name: string, open: () => Promise<VaultStore>): void {
  describe(`the vault store on ${name}`, () => {
    it('keeps a value under a name once, and says so when it is there already', async () => {
      const store = await open();
      expect(await store.readMeta('owner')).toBeUndefined();
      await store.createMeta('owner', bytes(1));
      await expect(store.createMeta('owner', bytes(2))).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
      expect(await store.readMeta('owner')).toEqual(bytes(1));
    });

    it('replaces several values at once, also such as were not there', async () => {
      const store = await open();
      await store.createMeta('a', bytes(1));
      await store.replaceMeta(
        new Map([
          ['a', bytes(2)],
          ['b', bytes(3)],
        ]),
      );
      expect([await store.readMeta('a'), await store.readMeta('b')]).toEqual([bytes(2), bytes(3)]);
    });

    it('returns a vault as it was given, by id, by name hash and in the list', async () => {
      const store = await open();
      const row = vault('v1');
      await store.insertVault(row);
      expect(await store.getVault('v1')).toEqual(row);
      expect(await store.findVault(row.nameHash)).toEqual(row);
      expect(await store.listVaults()).toEqual([row]);
      expect(await store.getVault('other')).toBeUndefined();
      expect(await store.findVault(bytes(9))).toBeUndefined();
    });

    it('lists vaults oldest first', async () => {
      const store = await open();
      await store.insertVault({ ...vault('new'), createdAt: AT + 1 });
      await store.insertVault({ ...vault('old'), createdAt: AT });
      expect((await store.listVaults()).map(({ id }) => id)).toEqual(['old', 'new']);
    });

    it('refuses a second vault of the same name', async () => {
      const store = await open();
      await store.insertVault(vault('v1'));
      const twin = { ...vault('v2'), nameHash: vault('v1').nameHash };
      await expect(store.insertVault(twin)).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
      expect(await store.listVaults()).toHaveLength(1);
    });

    it('returns an item as it was given, empty and binary bytes included', async () => {
      const store = await open();
      await store.insertVault(vault('v1'));
      const row = { ...item('i1', 'v1'), overview: new Uint8Array(0), details: new Uint8Array(70_000).fill(255) };
      await store.insertItem(row);
      expect(await store.getItem('v1', 'i1')).toEqual(row);
      expect(await store.listItems('v1')).toEqual([row]);
      expect(await store.countItems('v1')).toBe(1);
    });

    it('does not return an item of one vault through another', async () => {
      const store = await open();
      await store.insertVault(vault('v1'));
      await store.insertVault(vault('v2'));
      await store.insertItem(item('i1', 'v1'));
      expect(await store.getItem('v2', 'i1')).toBeUndefined();
      expect(await store.findItems('v2', item('i1', 'v1').titleHash)).toEqual([]);
      expect(await store.deleteItem('v2', 'i1')).toBe(false);
      expect(await store.updateItem({ ...item('i1', 'v2'), version: 2 }, 1)).toBe(false);
      expect(await store.countItems('v2')).toBe(0);
    });

    it('finds every item of a title', async () => {
      const store = await open();
      await store.insertVault(vault('v1'));
      await store.insertItem({ ...item('i1', 'v1'), titleHash: bytes(7) });
      await store.insertItem({ ...item('i2', 'v1'), titleHash: bytes(7) });
      await store.insertItem({ ...item('i3', 'v1'), titleHash: bytes(8) });
      expect((await store.findItems('v1', bytes(7))).map(({ id }) => id)).toEqual(['i1', 'i2']);
    });

    it('refuses an item of a vault that is not there', async () => {
      const store = await open();
      await expect(store.insertItem(item('i1', 'gone'))).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
    });

    it('lets one of two updates of the same version through', async () => {
      const store = await open();
      await store.insertVault(vault('v1'));
      await store.insertItem(item('i1', 'v1'));
      const changes = [1, 2].map((mark) => ({ ...item('i1', 'v1'), version: 2, details: bytes(mark) }));
      const done = await Promise.all(changes.map((change) => store.updateItem(change, 1)));
      expect(done).toEqual([true, false]);
      expect(await store.getItem('v1', 'i1')).toEqual(changes[0]);
    });

    it('deletes an item once', async () => {
      const store = await open();
      await store.insertVault(vault('v1'));
      await store.insertItem(item('i1', 'v1'));
      expect([await store.deleteItem('v1', 'i1'), await store.deleteItem('v1', 'i1')]).toEqual([true, false]);
    });

    it('deletes a vault with its items and leaves the others', async () => {
      const store = await open();
      for (const id of ['v1', 'v2']) {
        await store.insertVault(vault(id));
        await store.insertItem(item(`${id}-item`, id));
      }
      expect(await store.deleteVault('v1')).toBe(true);
      expect(await store.deleteVault('v1')).toBe(false);
      expect(await store.listItems('v1')).toEqual([]);
      expect(await store.countItems('v2')).toBe(1);
    });
  });
}

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}
