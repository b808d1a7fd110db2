import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasOwnSqlite } from '../../src/storage/sqlite/choose-driver.ts';
import { isBusy, translateError } from '../../src/storage/sqlite/translate-error.ts';
import { DRIVERS, temporaryFolder } from '../support/storage-kit.ts';

describe('the choice of driver', () => {
  it.each([
    ['20.19.0', false],
    ['22.12.9', false],
    ['22.13.0', true],
    ['23.0.0', true],
    ['24.21.0', true],
  ])('on Node %s is node:sqlite: %s', (version, expected) => {
    expect(hasOwnSqlite(version)).toBe(expected);
  });
});

describe.each(DRIVERS)('the driver $name', ({ load }) => {
  const open = async () => (await load()).open(join(await temporaryFolder(), 'a.db'));

  it('gives back text, numbers, null and bytes as they went in', async () => {
    const connection = await open();
    connection.exec('CREATE TABLE t (a, b, c, d, e)');
    const view = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
    const values = ['é\u{1F511}', Date.UTC(2026, 10, 23), -1.5, null, view];
    connection.run('INSERT INTO t VALUES (?, ?, ?, ?, ?)', values);
    const [row] = connection.all('SELECT * FROM t', []);
    expect(row).toEqual({ a: values[0], b: values[1], c: -1.5, d: null, e: Uint8Array.of(1, 2) });
    expect(row?.['e']).toBeInstanceOf(Uint8Array);
    connection.close();
  });

  it.each([[true], [undefined], [new Date(0)], [{}], [() => 0], ['head\0tail']])(
    'refuses to bind %s before native code sees it',
    async (value) => {
      const connection = await open();
      connection.exec('CREATE TABLE t (a)');
      expect(() => connection.run('INSERT INTO t VALUES (?)', [value])).toThrow(TypeError);
      expect(() => connection.all('SELECT ?', [value])).toThrow(TypeError);
      connection.close();
    },
  );

  it('counts the rows a statement changed', async () => {
    const connection = await open();
    connection.exec('CREATE TABLE t (a)');
    connection.run('INSERT INTO t VALUES (1), (2)', []);
    expect(connection.run('UPDATE t SET a = 3', [])).toBe(2);
    expect(connection.run('DELETE FROM t WHERE a = 4', [])).toBe(0);
    connection.close();
  });

  it('tells a lock from other failures, and knows a conflict', async () => {
    const driver = await load();
    const path = join(await temporaryFolder(), 'a.db');
    const [one, two] = [driver.open(path), driver.open(path)];
    one.exec('CREATE TABLE t (a PRIMARY KEY)');
    one.run('INSERT INTO t VALUES (1)', []);
    one.exec('BEGIN IMMEDIATE');
    const locked = failureOf(() => two.exec('BEGIN IMMEDIATE'));
    expect(isBusy(locked)).toBe(true);
    expect(translateError(locked)).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    const taken = failureOf(() => one.run('INSERT INTO t VALUES (1)', []));
    expect(isBusy(taken)).toBe(false);
    expect(translateError(taken)).toMatchObject({ code: 'STORAGE_CONFLICT', cause: taken });
    one.close();
    two.close();
  });
});

function failureOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
