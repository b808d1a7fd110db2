import { describe, expect, it } from 'vitest';
import { createRowCache } from '../../src/storage/row-cache.ts';
import { item, vault } from '../contracts/rows.ts';
import { DRIVERS, openOn, temporaryFolder } from '../support/storage-kit.ts';

describe.each(DRIVERS)('rows that every call reads, on $name', ({ load }) => {
  it('are never older than the last commit of any process', async () => {
    const [driver, folder] = [await load(), await temporaryFolder()];
    const [ours, theirs] = [(await openOn(driver, folder)).vaults, (await openOn(driver, folder)).vaults];
    await ours.insertVault(vault('v1'));
    await ours.insertItem(item('i1', 'v1'));
    for (const [version, writer] of [theirs, ours, theirs].entries()) {
      expect((await ours.getItem('v1', 'i1'))?.version).toBe(version + 1);
      await writer.updateItem({ ...item('i1', 'v1'), version: version + 2 }, version + 1);
      expect((await ours.getItem('v1', 'i1'))?.version).toBe(version + 2);
    }
    await theirs.deleteVault('v1');
    expect([await ours.getVault('v1'), await ours.getItem('v1', 'i1')]).toEqual([undefined, undefined]);
  });
});

describe('a row cache', () => {
  it('reads once while nothing changes, and anew for each change', async () => {
    const database = { counter: 1, reads: 0 };
    const remember = createRowCache<number>({ changes: { version: async () => String(database.counter) } });
    const read = async () => remember('a', async () => (database.reads += 1));
    expect([await read(), await read()]).toEqual([1, 1]);
    database.counter += 1;
    expect([await read(), await read()]).toEqual([2, 2]);
  });

  it('does not keep what was read before a change that another caller has seen', async () => {
    const database = { counter: 1 };
    const remember = createRowCache<string>({ changes: { version: async () => String(database.counter) } });
    const early = remember('a', async () => {
      database.counter += 1;
      await remember('b', async () => 'seen at 2');
      return 'read at 1';
    });
    expect(await early).toBe('read at 1');
    expect(await remember('a', async () => 'read at 2')).toBe('read at 2');
  });
});
