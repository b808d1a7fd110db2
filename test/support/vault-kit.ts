import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { onTestFinished } from 'vitest';
import { type Clock, SecretValue, silentLogger, systemRandom } from '../../src/core/index.ts';
import { revealText } from '../../src/core/hazmat.ts';
import { ready } from '../../src/crypto/index.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { type Field, type ItemDraft, openOwnerVaults, type OwnerVaults } from '../../src/vault/index.ts';

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  advance(byMs: number): void;
}

export interface VaultKit {
  readonly folder: string;
  readonly storage: Storage;
  readonly ownerKey: Uint8Array;
  readonly owner: OwnerVaults;
  readonly clock: TestClock;
  /** The intruder below keeps a copy of a table, as `kept`, for later. */
  keep(table: string): void;
  /** What an intruder does who can write the database: SQL on a connection of his own. */
  sql(statement: string, ...parameters: readonly (string | number | Uint8Array | null)[]): void;
}

/** Vaults of one owner on a real database in a folder of their own, removed when the test is over. */
export async function openVaultKit(clock = createTestClock()): Promise<VaultKit> {
  await ready();
  const { folder, storage } = await openEmptyStorage();
  const ownerKey = systemRandom(32);
  const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, clock, random: systemRandom });
  const intruder = new Database(join(folder, 'keyward.db'));
  // An intruder is not bound by the schema.
  intruder.exec('PRAGMA foreign_keys = OFF');
  onTestFinished(() => void intruder.close());
  return {
    folder,
    storage,
    ownerKey,
    owner,
    clock,
    keep: (table) => void intruder.exec(`CREATE TEMP TABLE kept AS SELECT * FROM ${table}`),
    sql(statement, ...parameters) {
      const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
      const { changes } = intruder.prepare(statement).run(values);
      // A tampering test that tampers with nothing would pass for the wrong reason.
      if (changes === 0) throw new Error(`nothing was changed by: ${statement}`);
    },
  };
}

/** A real database without an owner. */
export async function openEmptyStorage(): Promise<Pick<VaultKit, 'folder' | 'storage'>> {
  const folder = await makeFolder();
  const storage = await openStorage({ folder, logger: silentLogger });
  onTestFinished(() => storage.close());
  return { folder, storage };
}

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function createTestClock(start = Date.parse('2026-11-23T12:00:00Z')): TestClock {
  let now = start;
  return {
    now: () => now,
    monotonicMs: () => now - start,
    advance: (byMs) => {
      now += byMs;
    },
  };
}

export function draft(title: string, secret: string, more: Partial<ItemDraft> = {}): ItemDraft {
  return { title, fields: [{ id: 'credential', type: 'concealed', value: SecretValue.fromText(secret) }], ...more };
}

/** The values of some fields, by field id. */
export function revealAll(fields: readonly Field[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map(({ id, value }) => [id, revealText(value)]));
}
