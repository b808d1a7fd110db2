// Child process of the storage tests: appends to the audit trail and adds items to a vault, and prints
// the sequence number of each record once it is durable. Arguments: folder, name of the writer, count.
import { once } from 'node:events';
import { silentLogger } from '../../../src/core/index.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { item, vault } from '../../contracts/rows.ts';
import { nextRow } from '../../support/audit-rows.ts';

const [folder = '', writer = '', count = '0'] = process.argv.slice(2);

// All writers start at the same moment: when the parent closes their standard input.
process.stdin.resume();
await once(process.stdin, 'end');
const storage = await openStorage({ folder, logger: silentLogger, busyTimeoutMs: 60_000 });
await createSharedVault(storage);
for (let done = 0; done < Number(count); done += 1) await writeOnce(storage, done);
await storage.close();

async function createSharedVault({ vaults }: Storage): Promise<void> {
  await vaults.insertVault(vault('shared')).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'STORAGE_CONFLICT')) throw error;
  });
}

async function writeOnce({ audit, vaults }: Storage, done: number): Promise<void> {
  let seq = 0;
  await audit.append((head) => {
    const row = nextRow(head, { note: `${writer} ${done}`, type: 'call.intent', callId: `${writer}-${done}` });
    seq = row.seq;
    return [row];
  });
  await vaults.insertItem(item(`${writer}-${done}`, 'shared'));
  process.stdout.write(`${seq}\n`);
}
