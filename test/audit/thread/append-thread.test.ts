import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAppendThread, createAuditTrail, type AppendThread, type AuditTrail } from '../../../src/audit/index.ts';
import { silentLogger, systemClock, systemRandom } from '../../../src/core/index.ts';
import type { Storage } from '../../../src/storage/index.ts';
import { chooseDriver } from '../../../src/storage/sqlite/choose-driver.ts';
import type { SqliteConnection } from '../../../src/storage/sqlite/driver.ts';
import { builtAuditThread } from '../../support/built-program.ts';
import { openOn, temporaryFolder } from '../../support/storage-kit.ts';
import { intent, outcome } from '../trail-fixture.ts';

const DIES_AT_THE_FIRST_BATCH = `
  const { parentPort } = require('node:worker_threads');
  parentPort.once('message', () => process.exit(1));
  parentPort.postMessage('ready');`;

interface Threaded {
  readonly trail: AuditTrail;
  readonly thread: AppendThread;
  /** Batches that went to the thread. */
  readonly sent: number[];
}

interface House {
  readonly storage: Storage;
  /** Another connection to audit.db, to lock and to break it with. */
  readonly other: SqliteConnection;
  start(): Promise<Threaded>;
}

async function openHouse(): Promise<House> {
  const [driver, folder] = [await chooseDriver(process.versions.node), await temporaryFolder()];
  const storage = await openOn(driver, folder);
  const other = driver.open(join(folder, 'audit.db'));
  onTestFinished(() => other.close());
  const start = async (): Promise<Threaded> => {
    const worker = new Worker(builtAuditThread(), { workerData: folder, env: {} });
    const thread = createAppendThread({ worker, logger: silentLogger });
    onTestFinished(() => thread.close());
    await once(worker, 'message');
    const sent: number[] = [];
    const counted: AppendThread = {
      ...thread,
      append: async (lines) => {
        sent.push(lines.length);
        return thread.append(lines);
      },
    };
    return { trail: trailOf(storage, counted), thread, sent };
  };
  return { storage, other, start };
}

function trailOf({ audit }: Storage, thread?: AppendThread): AuditTrail {
  return createAuditTrail({ store: audit, thread, clock: systemClock, random: systemRandom, logger: silentLogger });
}

describe('a trail written on a thread of its own', () => {
  it('is one chain in the order of writing, with what other threads and this one write meanwhile', async () => {
    const { storage, start } = await openHouse();
    const threads = [await start(), await start()];
    const trails = [...threads.map(({ trail }) => trail), trailOf(storage)];
    const write = async (trail: AuditTrail, name: string): Promise<number> => {
      await trail.record(intent(name));
      return (await trail.record(outcome(name))).seq;
    };
    const calls = trails.flatMap((trail, at) =>
      Array.from({ length: 40 }, async (_, call) => write(trail, `${at}-${call}`)),
    );
    const seqs = await Promise.all(calls);
    expect(await trailOf(storage).verify()).toMatchObject({ kind: 'intact', records: 3 * 40 * 2 });
    for (const seq of seqs) expect((await storage.audit.read(seq, 1))[0]?.type).toBe('call.outcome');
    // Two durable records each, and far fewer commits than records.
    for (const { sent } of threads) expect(sent.length).toBeLessThan(20);
  });

  it('is on disk when the record is said to be, for every other connection to read', async () => {
    const { storage, start } = await openHouse();
    const { trail } = await start();
    const { seq, hash } = await trail.record(intent('call1'));
    expect(await storage.audit.head()).toEqual({ seq, hash });
  });

  it('refuses a record that the thread cannot write, and goes on with the next', async () => {
    const { storage, other, start } = await openHouse();
    const { trail, sent } = await start();
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'full'); END`);
    await expect(trail.record(intent('call1'))).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
    other.exec('DROP TRIGGER full');
    await trail.record(intent('call2'));
    expect(sent).toEqual([1, 1]);
    expect((await storage.audit.read(1, 10)).map(({ callId }) => callId)).toEqual(['call2']);
  });

  it('refuses what was under way when the thread died, and is written without it from then on', async () => {
    const { storage } = await openHouse();
    const worker = new Worker(DIES_AT_THE_FIRST_BATCH, { eval: true });
    const trail = trailOf(storage, createAppendThread({ worker, logger: silentLogger }));
    await once(worker, 'message');
    const lost = await Promise.allSettled([trail.record(intent('call1')), trail.record(intent('call2'))]);
    for (const result of lost) expect(result).toMatchObject({ reason: { code: 'AUDIT_UNWRITABLE' } });
    await trail.record(intent('call3'));
    expect((await storage.audit.read(1, 10)).map(({ callId }) => callId)).toEqual(['call3']);
    expect(await trail.verify()).toMatchObject({ kind: 'intact', records: 1 });
  });

  it('is written here while the thread is not there yet, and after it was closed', async () => {
    const { storage, start } = await openHouse();
    const { trail, thread } = await start();
    await thread.close();
    await trail.record(intent('call1'));
    const worker = new Worker('setInterval(() => undefined, 60_000)', { eval: true });
    onTestFinished(async () => void (await worker.terminate()));
    const early = createAppendThread({ worker, logger: silentLogger });
    expect(await early.append([])).toBeUndefined();
    await trailOf(storage, early).record(intent('call2'));
    expect(await storage.audit.head()).toMatchObject({ seq: 2 });
  });
});
