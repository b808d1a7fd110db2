import { join, resolve } from 'node:path';
import type { ApprovalStore } from '../approval/store.ts';
import type { AuditStore } from '../audit/store.ts';
import type { RecordTally } from '../audit/tally.ts';
import type { LockStore, UsageStore } from '../broker/usage-store.ts';
import type { Logger } from '../core/index.ts';
import type { IdentityStore } from '../identity/store.ts';
import type { VaultStore } from '../vault/store.ts';
import { createApprovalStore } from './approval-store.ts';
import { createAuditStore } from './audit-store.ts';
import { createIdentityStore } from './identity-store.ts';
import { auditMigrations } from './migrations/audit/index.ts';
import { keywardMigrations } from './migrations/keyward/index.ts';
import { chooseDriver } from './sqlite/choose-driver.ts';
import type { SqliteDriver } from './sqlite/driver.ts';
import { createRecordTally } from './record-tally.ts';
import { createFileWatch } from './sqlite/file-watch.ts';
import { openSqliteDatabase, type SqliteFile } from './sqlite/open-database.ts';
import type { AuditTables, KeywardTables } from './tables.ts';
import { createTokenUses } from './token-uses.ts';
import { createUsageStore } from './usage-store.ts';
import { createVaultStore } from './vault-store.ts';

const BUSY_TIMEOUT_MS = 10_000;

// 'KwVt' and 'KwAu': what `file` and SQLite tools see in the header.
const KEYWARD_APPLICATION_ID = 0x4b775674;
const AUDIT_APPLICATION_ID = 0x4b774175;

export interface StorageOptions {
  /** Data folder. It exists already and is private: `vault` sees to that. */
  readonly folder: string;
  readonly logger: Logger;
  /** How long a call waits for other processes before `STORAGE_UNAVAILABLE`. Default ten seconds. */
  readonly busyTimeoutMs?: number;
  /** Called when a database file is first found moved or replaced under this process; nothing can be changed then. */
  readonly onReplaced?: ((path: string) => void) | undefined;
}

export interface Storage {
  readonly vaults: VaultStore;
  readonly identity: IdentityStore;
  readonly audit: AuditStore;
  readonly usage: UsageStore & LockStore;
  readonly approvals: ApprovalStore;
  readonly tally: RecordTally;
  close(): Promise<void>;
}

/**
 * Open keyward.db and audit.db in the data folder, made with mode 0600 where they are not there yet,
 * and bring their schemas up to date. Safe to call in several processes at the same moment.
 *
 * Throws `VAULT_FOLDER_UNSAFE` for a link, another owner or a looser mode, `STORAGE_MIGRATION_FAILED`
 * for a file that is not ours, newer or damaged, and `STORAGE_UNAVAILABLE` for the rest.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  return openStorageOn(await chooseDriver(process.versions.node), options);
}

/** `openStorage` over a driver that is named, for the contract suites. */
export async function openStorageOn(driver: SqliteDriver, options: StorageOptions): Promise<Storage> {
  const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;
  const folder = resolve(options.folder);
  // One watch for both: a call is recorded in one and judged by the other.
  const watch = createFileWatch((path) => options.onReplaced?.(path));
  const keyward = await openSqliteDatabase<KeywardTables>({ driver, busyTimeoutMs, watch, ...keywardFile(folder) });
  const audit = await openSqliteDatabase<AuditTables>({ driver, busyTimeoutMs, watch, ...auditFile(folder) }).catch(
    async (error: unknown) => {
      await keyward.close();
      throw error;
    },
  );
  options.logger.debug({ driver: driver.name }, 'storage opened');
  return {
    vaults: createVaultStore(keyward),
    identity: createIdentityStore(keyward, createTokenUses(audit)),
    audit: createAuditStore(audit),
    usage: createUsageStore(audit),
    approvals: createApprovalStore(audit),
    tally: createRecordTally(audit),
    close: async () => {
      await keyward.close();
      await audit.close();
    },
  };
}

type FileFacts = Pick<SqliteFile, 'path' | 'schema'>;

function keywardFile(folder: string): FileFacts {
  const schema = { applicationId: KEYWARD_APPLICATION_ID, migrations: keywardMigrations };
  return { path: join(folder, 'keyward.db'), schema };
}

function auditFile(folder: string): FileFacts {
  const schema = { applicationId: AUDIT_APPLICATION_ID, migrations: auditMigrations };
  return { path: join(folder, 'audit.db'), schema };
}
