import { copyFile, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditStore } from '../../src/audit/store.ts';
import type { SqliteConnection } from '../../src/storage/sqlite/driver.ts';
import { findChainFault, nextRow } from '../support/audit-rows.ts';
import { DRIVERS, openOn, openTapped, readValue, temporaryFolder } from '../support/storage-kit.ts';

const SETTINGS = [
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['fullfsync', 1],
  ['checkpoint_fullfsync', 1],
  ['foreign_keys', 1],
  ['trusted_schema', 0],
  ['cell_size_check', 1],
  ['busy_timeout', 10],
] as const;

describe.each(DRIVERS)('every connection on $name', ({ load }) => {
  it('has its settings after it is opened, after the first write and when it is opened again', async () => {
    const folder = await temporaryFolder();
    const first = await openTapped(await load(), folder);
    expectSettings(first.connections);
    await appendOne(first.storage.audit);
    await first.storage.vaults.createMeta('a', new Uint8Array(1));
    expectSettings(first.connections);
    const second = await openTapped(await load(), folder);
    await appendOne(second.storage.audit);
    expectSettings(second.connections);
  });

  it.each(SETTINGS)('is refused when %s cannot be set', async (setting) => {
    const opening = openTapped(await load(), await temporaryFolder(), (connection) => ({
      ...connection,
      all: (sql, parameters) =>
        sql.startsWith(`PRAGMA ${setting} =`)
          ? []
          : sql === `PRAGMA ${setting}`
            ? [{ value: -1 }]
            : connection.all(sql, parameters),
    }));
    await expect(opening).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: `the database did not keep its setting ${setting}`,
    });
  });

  it('commits nothing when synchronous=FULL is lost behind its back', async () => {
    const { storage, connections } = await openTapped(await load(), await temporaryFolder());
    for (const connection of connections) connection.exec('PRAGMA synchronous = NORMAL');
    await expect(appendOne(storage.audit)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(await storage.audit.head()).toBeUndefined();
  });
});

describe.each(DRIVERS)('a database that cannot be written, on $name', ({ load }) => {
  it('says so when the disk is full, loses nothing, and goes on when there is room', async () => {
    const { storage, connections } = await openTapped(await load(), await temporaryFolder());
    const audit = connectionOf(connections, 1);
    const pages = Number(readValue(audit, 'PRAGMA page_count'));
    audit.all(`PRAGMA max_page_count = ${pages + 6}`, []);
    const written = await appendUntilRefused(storage.audit, 500);
    expect(written.refusal).toMatchObject({ code: 'STORAGE_UNAVAILABLE', message: 'the disk is full' });
    expect(written.count).toBeGreaterThan(0);
    expect(await storage.audit.head()).toMatchObject({ seq: written.count });
    audit.all('PRAGMA max_page_count = 1073741823', []);
    await appendOne(storage.audit);
    const rows = await storage.audit.read(1, 1000);
    expect(rows).toHaveLength(written.count + 1);
    expect(findChainFault(rows)).toBeUndefined();
    expect(readValue(audit, 'PRAGMA integrity_check')).toBe('ok');
  });

  it('says so when it is read-only', async () => {
    const { storage, connections } = await openTapped(await load(), await temporaryFolder());
    for (const connection of connections) connection.exec('PRAGMA query_only = ON');
    const refusal = { code: 'STORAGE_UNAVAILABLE', message: 'the database is read-only' };
    await expect(appendOne(storage.audit)).rejects.toMatchObject(refusal);
    await expect(storage.vaults.createMeta('a', new Uint8Array(1))).rejects.toMatchObject(refusal);
  });

  it('waits for another process that writes, while this one goes on with other work', async () => {
    const [driver, folder] = [await load(), await temporaryFolder()];
    const storage = await openOn(driver, folder);
    const other = driver.open(join(folder, 'audit.db'));
    other.exec('BEGIN IMMEDIATE');
    const waiting = appendOne(storage.audit);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
    other.exec('COMMIT');
    other.close();
    await waiting;
    expect(await storage.audit.head()).toMatchObject({ seq: 1 });
  });

  it('gives up on a lock that is never released, and works once it is', async () => {
    const [driver, folder] = [await load(), await temporaryFolder()];
    const storage = await openOn(driver, folder, 40);
    const other = driver.open(join(folder, 'audit.db'));
    other.exec('BEGIN IMMEDIATE');
    await expect(appendOne(storage.audit)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(await storage.audit.head()).toBeUndefined();
    other.exec('COMMIT');
    other.close();
    await appendOne(storage.audit);
    expect(await storage.audit.head()).toMatchObject({ seq: 1 });
  });

  it('tells of no foreign error but as the cause', async () => {
    const { storage, connections } = await openTapped(await load(), await temporaryFolder());
    connectionOf(connections, 1).exec('DROP TABLE records');
    const refusal = await storage.audit.head().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'STORAGE_UNAVAILABLE', message: 'the database did not answer' });
    expect(refusal).toHaveProperty('cause.message', expect.stringContaining('records'));
  });

  it('refuses every call after it was closed, and closes twice without harm', async () => {
    const storage = await openOn(await load(), await temporaryFolder());
    const before = appendOne(storage.audit);
    await Promise.all([storage.close(), storage.audit.close()]);
    await before;
    await expect(storage.audit.head()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await expect(storage.vaults.listVaults()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe.each(DRIVERS)('after a loss of power, on $name', ({ load }) => {
  it('a log cut off anywhere opens with a whole chain up to some record', async () => {
    const [driver, folder] = [await load(), await temporaryFolder()];
    const storage = await openOn(driver, folder);
    for (let count = 0; count < 25; count += 1) await appendOne(storage.audit);
    const logBytes = (await stat(join(folder, 'audit.db-wal'))).size;
    const lengths: number[] = [];
    for (let cut = 0; cut <= 12; cut += 1) lengths.push(await countAfterCut(folder, Math.floor((logBytes * cut) / 12)));
    expect(lengths.at(-1)).toBe(25);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(new Set(lengths).size).toBeGreaterThan(5);
  });

  // The log of a running storage is copied as a crash would leave it: no checkpoint, no index file.
  async function countAfterCut(folder: string, bytes: number): Promise<number> {
    const crashed = await temporaryFolder();
    for (const name of ['audit.db', 'audit.db-wal']) await copyFile(join(folder, name), join(crashed, name));
    await truncate(join(crashed, 'audit.db-wal'), bytes);
    const storage = await openOn(await load(), crashed);
    const rows = await storage.audit.read(1, 100);
    expect(findChainFault(rows)).toBeUndefined();
    await appendOne(storage.audit);
    await storage.close();
    expect((await readFile(join(crashed, 'audit.db'))).length).toBeGreaterThan(0);
    return rows.length;
  }
});

function expectSettings(connections: readonly SqliteConnection[]): void {
  expect(connections).toHaveLength(2);
  for (const connection of connections) {
    const settings = SETTINGS.map(([name]) => [name, readValue(connection, `PRAGMA ${name}`)]);
    expect(settings).toEqual(SETTINGS.map((setting) => [...setting]));
  }
}

function connectionOf(connections: readonly SqliteConnection[], index: number): SqliteConnection {
  const connection = connections[index];
  if (connection === undefined) throw new Error('the storage opened fewer connections than expected');
  return connection;
}

async function appendOne(audit: AuditStore): Promise<void> {
  await audit.append((head) => [nextRow(head, { note: 'x'.repeat(200) })]);
}

async function appendUntilRefused(audit: AuditStore, most: number): Promise<{ count: number; refusal: unknown }> {
  for (let count = 0; count < most; count += 1) {
    try {
      await appendOne(audit);
    } catch (refusal) {
      return { count, refusal };
    }
  }
  return { count: most, refusal: undefined };
}
