import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleScript } from '../../scripts/bundle-script.mjs';
import { silentLogger } from '../../src/core/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { findChainFault } from '../support/audit-rows.ts';
import { spawnWriter } from '../support/child-writers.ts';
import { DRIVERS, readValue, temporaryFolder } from '../support/storage-kit.ts';
import { byDepth } from '../support/depth.ts';

const WRITERS = byDepth({ few: 4, everything: 8 });
const EACH = 25;
const KILLS = byDepth({ few: 3, everything: 10 });
const TRACER = 'strace';
const CAN_TRACE = spawnSync(TRACER, ['-f', '-e', 'trace=fsync', 'true']).status === 0;

let script: string;
beforeAll(async () => void (script = await bundleScript(join(import.meta.dirname, 'children/write-records.ts'))));

describe('several processes on one data folder', () => {
  it('open, migrate and write it at the same moment without a lost write, a gap or a fork', async () => {
    const folder = await temporaryFolder();
    const writers = Array.from({ length: WRITERS }, (_, index) =>
      spawnWriter({ script, folder, writer: `w${index}`, count: EACH }),
    );
    for (const writer of writers) writer.start();
    for (const writer of writers) expect(await writer.finished()).toEqual({ code: 0, errors: '' });

    const storage = await openStorage({ folder, logger: silentLogger });
    const rows = await storage.audit.read(1, 10_000);
    expect(rows).toHaveLength(WRITERS * EACH);
    expect(findChainFault(rows)).toBeUndefined();
    const acknowledged = writers.flatMap((writer) => writer.acknowledged).toSorted((a, b) => a - b);
    expect(acknowledged).toEqual(rows.map(({ seq }) => seq));
    expect(await storage.vaults.countItems('shared')).toBe(WRITERS * EACH);
    expect(await storage.audit.findOpenIntents(Number.MAX_SAFE_INTEGER)).toHaveLength(WRITERS * EACH);
    await storage.close();
  }, 60_000);

  it('see each other move the version of the change feed, and hear of it', async () => {
    const folder = await temporaryFolder();
    const storage = await openStorage({ folder, logger: silentLogger });
    const before = await storage.identity.changes.version();
    const heard = new Promise<void>((resolve) => storage.identity.changes.subscribe(resolve));
    const writer = spawnWriter({ script, folder, writer: 'w', count: 1 });
    writer.start();
    expect(await writer.finished()).toEqual({ code: 0, errors: '' });
    const after = await storage.identity.changes.version();
    expect(after).not.toBe(before);
    await heard;
    expect(await storage.identity.changes.version()).toBe(after);
    await storage.close();
  }, 30_000);
});

describe('a process killed while it writes', () => {
  it(`leaves a sound database with every acknowledged record, ${KILLS} times over`, async () => {
    const folder = await temporaryFolder();
    let known = 0;
    for (let round = 0; round < KILLS; round += 1) known = await killDuringWrites(folder, round, known);
    expect(known).toBeGreaterThan(KILLS);
  }, 60_000);

  // Killed after some acknowledgements, a different number each round: the write after them is under way by then.
  async function killDuringWrites(folder: string, round: number, known: number): Promise<number> {
    const writer = spawnWriter({
      script,
      folder,
      writer: `round${round}`,
      count: 100_000,
      onAcknowledged: (count) => void (count === 3 + round * 2 && writer.process.kill('SIGKILL')),
    });
    writer.start();
    await writer.finished();
    expect(writer.process.signalCode).toBe('SIGKILL');

    const storage = await openStorage({ folder, logger: silentLogger });
    const rows = await storage.audit.read(1, 100_000);
    expect(findChainFault(rows)).toBeUndefined();
    expect(rows.length).toBeGreaterThanOrEqual(Math.max(known, ...writer.acknowledged));
    await storage.close();
    for (const name of ['audit.db', 'keyward.db']) expect(await checkIntegrity(join(folder, name))).toBe('ok');
    return rows.length;
  }

  async function checkIntegrity(path: string): Promise<unknown> {
    const driver = await DRIVERS[0]?.load();
    const connection = driver?.open(path);
    const answer = connection && readValue(connection, 'PRAGMA integrity_check');
    connection?.close();
    return answer;
  }
});

const WITHOUT_TRACE = CAN_TRACE ? '' : ' (skipped: strace is not here, or may not trace)';

describe.skipIf(!CAN_TRACE)(`durability as the kernel sees it${WITHOUT_TRACE}`, () => {
  it('is one fsync for every append and every item, and hardly more', async () => {
    const [folder, traces] = [await temporaryFolder(), await temporaryFolder()];
    const commits = 2 * 50;
    // The first run makes and migrates the files; the other two differ in their commits alone.
    await countFsyncs(folder, traces, 0);
    const [few, many] = [await countFsyncs(folder, traces, 1), await countFsyncs(folder, traces, 51)];
    expect(many - few).toBeGreaterThanOrEqual(commits);
    expect(many - few).toBeLessThanOrEqual(commits + 20);
  }, 60_000);

  async function countFsyncs(folder: string, traces: string, count: number): Promise<number> {
    const trace = join(traces, String(count));
    const under: [string, ...string[]] = [TRACER, '-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', trace];
    const writer = spawnWriter({ script, folder, writer: `w${count}`, count, under });
    writer.start();
    expect(await writer.finished()).toEqual({ code: 0, errors: '' });
    return (await readFile(trace, 'utf8')).match(/\bf(data)?sync\(/g)?.length ?? 0;
  }
});
