import { chmod, copyFile, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditMigrations } from '../../src/storage/migrations/audit/index.ts';
import { keywardMigrations } from '../../src/storage/migrations/keyward/index.ts';
import type { SqliteConnection, SqliteDriver } from '../../src/storage/sqlite/driver.ts';
import { DRIVERS, openOn, openTapped, readValue, temporaryFolder } from '../support/storage-kit.ts';

const ON_WINDOWS = process.platform === 'win32';

describe.each(DRIVERS)('the database files on $name', ({ load }) => {
  it.skipIf(ON_WINDOWS)('have mode 0600, the -wal and -shm files too, whatever the umask', async () => {
    const folder = await temporaryFolder();
    const storage = await withUmask(0, async () => openOn(await load(), folder));
    await storage.vaults.createMeta('a', new Uint8Array(1));
    await storage.audit.append(() => []);
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining(['audit.db', 'audit.db-wal', 'keyward.db', 'keyward.db-shm']));
    for (const name of names) expect([name, await modeOf(join(folder, name))]).toEqual([name, 0o600]);
  });

  it('open again with what was written before', async () => {
    const folder = await temporaryFolder();
    const first = await openOn(await load(), folder);
    await first.vaults.createMeta('a', Uint8Array.of(7));
    await first.close();
    const second = await openOn(await load(), folder);
    expect(await second.vaults.readMeta('a')).toEqual(Uint8Array.of(7));
  });

  it('hold everything in the .db file alone after an orderly close', async () => {
    const [folder, copy] = [await temporaryFolder(), await temporaryFolder()];
    const first = await openOn(await load(), folder);
    await first.vaults.createMeta('a', Uint8Array.of(7));
    await first.close();
    await copyFile(join(folder, 'keyward.db'), join(copy, 'keyward.db'));
    const second = await openOn(await load(), copy);
    expect(await second.vaults.readMeta('a')).toEqual(Uint8Array.of(7));
  });

  it.skipIf(ON_WINDOWS).each(['keyward.db', 'audit.db', 'keyward.db-wal', 'audit.db-shm'])(
    'are refused when %s is a symbolic link, and its target stays untouched',
    async (name) => {
      const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
      const target = join(elsewhere, 'target');
      await writeFile(target, 'precious', { mode: 0o600 });
      await symlink(target, join(folder, name));
      await expect(openOn(await load(), folder)).rejects.toMatchObject({
        code: 'VAULT_FOLDER_UNSAFE',
        message: 'the database is not a regular file',
      });
      expect(await readFile(target, 'utf8')).toBe('precious');
    },
  );

  it.skipIf(ON_WINDOWS)('are not created through a link that leads nowhere', async () => {
    const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    await symlink(join(elsewhere, 'planted'), join(folder, 'keyward.db'));
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it.skipIf(ON_WINDOWS).each([
    ['the group may read them', 0o640],
    ['the group may write them', 0o620],
    ['others may read them', 0o604],
  ])('are refused when %s', async (_case, mode) => {
    const folder = await temporaryFolder();
    await (await openOn(await load(), folder)).close();
    await chmod(join(folder, 'audit.db'), mode);
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
  });

  it('are refused when one is a folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'keyward.db'));
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
  });

  it('cannot be made in a folder that is not there', async () => {
    const folder = join(await temporaryFolder(), 'missing');
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe.each(DRIVERS)('a file that cannot be ours, on $name', ({ load }) => {
  it('is refused when it is no database, and left as it is', async () => {
    const folder = await temporaryFolder();
    const garbage = Buffer.from('not a database at all, but long enough to be read as one. '.repeat(40));
    await writeFile(join(folder, 'keyward.db'), garbage, { mode: 0o600 });
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'STORAGE_MIGRATION_FAILED' });
    expect(await readFile(join(folder, 'keyward.db'))).toEqual(garbage);
  });

  it('is refused when its pages are damaged', async () => {
    const folder = await temporaryFolder();
    await (await openOn(await load(), folder)).close();
    const path = join(folder, 'keyward.db');
    const damaged = await readFile(path);
    damaged.fill(0xff, 100, 4096);
    await writeFile(path, damaged);
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'STORAGE_MIGRATION_FAILED' });
  });

  it('is refused when another program made it, before anything is changed in it', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'keyward.db');
    await makeDatabase(path, 'CREATE TABLE other (a)');
    const before = await readFile(path);
    await expect(openOn(await load(), folder)).rejects.toMatchObject({ code: 'STORAGE_MIGRATION_FAILED' });
    expect(await readFile(path)).toEqual(before);
  });

  it('is refused when the two files are exchanged', async () => {
    const [folder, other] = [await temporaryFolder(), await temporaryFolder()];
    await (await openOn(await load(), folder)).close();
    await copyFile(join(folder, 'audit.db'), join(other, 'keyward.db'));
    await expect(openOn(await load(), other)).rejects.toMatchObject({ code: 'STORAGE_MIGRATION_FAILED' });
  });

  it('is refused when a newer Keyward wrote it, before anything is changed in it', async () => {
    const folder = await temporaryFolder();
    await (await openOn(await load(), folder)).close();
    const path = join(folder, 'audit.db');
    await makeDatabase(path, 'PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE)');
    const before = await readFile(path);
    const opening = openOn(await load(), folder);
    await expect(opening).rejects.toMatchObject({
      code: 'STORAGE_MIGRATION_FAILED',
      message: 'the database was written by a newer Keyward',
    });
    expect(await readFile(path)).toEqual(before);
  });

  it('is refused when a newer Keyward migrates it at the same moment, and stays as new as that made it', async () => {
    const [driver, folder] = [await load(), await temporaryFolder()];
    const opening = openTapped(driver, folder, (connection) => ({
      ...connection,
      exec(sql) {
        if (sql === 'BEGIN EXCLUSIVE') connection.exec('PRAGMA user_version = 1000');
        connection.exec(sql);
      },
    }));
    await expect(opening).rejects.toMatchObject({
      code: 'STORAGE_MIGRATION_FAILED',
      message: 'the database was written by a newer Keyward',
    });
    const connection = driver.open(join(folder, 'keyward.db'));
    expect(readValue(connection, 'PRAGMA user_version')).toBe(1000);
    connection.close();
  });

  async function makeDatabase(path: string, sql: string): Promise<void> {
    await writeFile(path, '', { flag: 'a', mode: 0o600 });
    const connection = (await load()).open(path);
    connection.exec(sql);
    expect(readValue(connection, 'SELECT count(*) FROM sqlite_schema')).toBeGreaterThan(0);
    connection.close();
  }
});

async function withUmask<T>(mask: number, action: () => Promise<T>): Promise<T> {
  const before = process.umask(mask);
  try {
    return await action();
  } finally {
    process.umask(before);
  }
}

async function modeOf(path: string): Promise<number> {
  return (await lstat(path)).mode & 0o777;
}

describe.each(DRIVERS)('a database that another process makes on $name', ({ load }) => {
  it('is opened, also when its schema appears between our first look at it and the next', async () => {
    const folder = await temporaryFolder();
    const driver = await load();
    const made = new Set<string>();
    const meanwhile: SqliteDriver = {
      name: driver.name,
      open(path) {
        const connection = driver.open(path);
        return {
          ...bind(connection),
          all(sql, parameters) {
            const rows = connection.all(sql, parameters);
            if (!made.has(path)) migrateAsAnother(driver, path);
            made.add(path);
            return rows;
          },
        };
      },
    };
    const storage = await openOn(meanwhile, folder);
    expect(await storage.audit.read(1, 1)).toEqual([]);
    expect(made.size).toBe(2);
  });
});

function bind(connection: SqliteConnection): SqliteConnection {
  return {
    exec: (sql) => connection.exec(sql),
    all: (sql, parameters) => connection.all(sql, parameters),
    run: (sql, parameters) => connection.run(sql, parameters),
    close: () => connection.close(),
  };
}

function migrateAsAnother(driver: SqliteDriver, path: string): void {
  const isAudit = path.endsWith('audit.db');
  const other = driver.open(path);
  other.exec('BEGIN EXCLUSIVE');
  const migrations = isAudit ? auditMigrations : keywardMigrations;
  for (const { sql } of migrations) other.exec(sql);
  other.exec(`PRAGMA application_id = ${isAudit ? 0x4b774175 : 0x4b775674}`);
  other.exec(`PRAGMA user_version = ${Math.max(...migrations.map(({ version }) => version))}`);
  other.exec('COMMIT');
  other.close();
}
