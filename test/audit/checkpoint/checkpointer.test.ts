import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AuditKey,
  type CheckpointTarget,
  type Checkpointer,
  type CheckpointerDeps,
  createCheckpointer,
  folderTarget,
  gitTarget,
  httpTarget,
  startCheckpointSchedule,
  logKey,
  targetStateFiles,
  type SignedCheckpoint,
} from '../../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../../src/audit/checkpoint/audit-key.ts';
import { openCheckpoint } from '../../../src/audit/checkpoint/checkpoint.ts';
import { trailHistory } from '../../../src/audit/checkpoint/trail-history.ts';
import { EMPTY_FRONTIER, extendFrontier, frontierRoot } from '../../../src/audit/tree/frontier.ts';
import { leafHash } from '../../../src/audit/tree/tree-hash.ts';
import { silentLogger } from '../../../src/core/index.ts';
import { ready } from '../../../src/crypto/index.ts';
import { createMemoryStore } from '../memory-store.ts';
import { manualTimer } from '../../support/manual-timer.ts';
import { fixture, intent, SESSION, type Fixture } from '../trail-fixture.ts';

let key: AuditKey;
let folder: string;

beforeAll(async () => {
  await ready();
  key = auditKeyFromSeed(new Uint8Array(32).fill(1));
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-targets-'));
});

afterEach(async () => rm(folder, { recursive: true }));

interface Made extends Fixture {
  readonly checkpointer: Checkpointer;
  records(count: number): Promise<void>;
  types(): string[];
}

function make(options: Partial<CheckpointerDeps> = {}, from: Fixture = fixture()): Made {
  const { store, trail, clock } = from;
  const checkpointer = createCheckpointer({
    store,
    trail,
    clock,
    key,
    logger: silentLogger,
    session: SESSION,
    ...options,
  });
  const records = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await trail.record(intent(`call${index}`));
  };
  return { ...from, checkpointer, records, types: () => store.rows.map(({ type }) => type) };
}

function expectMade(checkpoint: SignedCheckpoint | undefined): SignedCheckpoint {
  if (checkpoint === undefined) throw new Error('no checkpoint was made');
  return checkpoint;
}

function publication({ store }: Fixture) {
  const { chain } = JSON.parse(store.rows[0]?.record ?? '');
  return { history: trailHistory(store, [logKey(chain, key.publicKey)]), signal: new AbortController().signal };
}

describe('a checkpoint of the trail', () => {
  it('states size and root over the bytes of the records, signed by the audit key', async () => {
    const { checkpointer, records, store } = make();
    await records(5);
    const { chain } = JSON.parse(store.rows[0]?.record ?? '');
    const leaves = store.rows.map(({ record }) => leafHash(record));
    const signed = await checkpointer.checkpoint();
    expect(signed).toMatchObject({ origin: `keyward-audit/${chain}`, size: 5 });
    expect(signed?.root).toEqual(frontierRoot(extendFrontier(EMPTY_FRONTIER, leaves)));
    expect(openCheckpoint(signed?.note ?? '', [logKey(chain, key.publicKey)])).toEqual(signed);
  });

  it('goes on from the one before, also when another process made that', async () => {
    const one = make();
    await one.records(5);
    await one.checkpointer.checkpoint();
    await one.records(7);
    const two = make({}, one);
    const leaves = one.store.rows.map(({ record }) => leafHash(record));
    const signed = await two.checkpointer.checkpoint();
    expect(signed?.size).toBe(13);
    expect(signed?.root).toEqual(frontierRoot(extendFrontier(EMPTY_FRONTIER, leaves)));
  });

  it('stands in the trail and is not repeated while nothing else happens', async () => {
    const { checkpointer, records, types } = make();
    expect(await checkpointer.checkpoint()).toBeUndefined();
    await records(2);
    const first = await checkpointer.checkpoint();
    expect(await checkpointer.checkpoint()).toEqual(first);
    expect(types()).toEqual(['call.intent', 'call.intent', 'audit.checkpoint']);
  });

  it('is not made over records that do not fit together', async () => {
    const { checkpointer, records, store } = make();
    await records(3);
    const second = store.rows[1];
    if (second !== undefined) store.rows[1] = { ...second, record: second.record.replace('call1', 'call9') };
    await expect(checkpointer.checkpoint()).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
  });

  it('is built anew when the one in the trail is not signed by our key', async () => {
    const one = make();
    await one.records(3);
    await one.checkpointer.checkpoint();
    const signed = await make({ key: auditKeyFromSeed(new Uint8Array(32).fill(2)) }, one).checkpointer.checkpoint();
    expect(signed?.size).toBe(4);
  });
});

describe('a tick', () => {
  it('makes a checkpoint after so many records, or after so much time when there are any', async () => {
    const { checkpointer, records, clock, types } = make({ everyRecords: 10, everyMs: 60_000 });
    const checkpoints = () => types().filter((type) => type === 'audit.checkpoint').length;
    await records(9);
    await checkpointer.tick();
    expect(checkpoints()).toBe(0);
    await records(1);
    await checkpointer.tick();
    expect(checkpoints()).toBe(1);
    await records(1);
    await checkpointer.tick();
    expect(checkpoints()).toBe(1);
    clock.advance(60_000);
    await checkpointer.tick();
    expect(checkpoints()).toBe(2);
    clock.advance(600_000);
    await checkpointer.tick();
    expect(checkpoints()).toBe(2);
  });

  it('outlives a store that fails', async () => {
    const { checkpointer, records, store } = make({ everyRecords: 1 });
    await records(1);
    store.fail(true);
    await checkpointer.tick();
    store.fail(false);
    await checkpointer.tick();
    expect(store.rows.at(-1)?.type).toBe('audit.checkpoint');
  });
});

describe('a target', () => {
  it('that is a folder keeps the newest checkpoint and every one before', async () => {
    const { checkpointer, records } = make({ targets: [folderTarget(folder)] });
    await records(2);
    const first = await checkpointer.checkpoint();
    await records(2);
    const second = await checkpointer.checkpoint();
    const [trail = ''] = await readdir(folder);
    expect(await readFile(join(folder, trail, 'checkpoint'), 'utf8')).toBe(second?.note);
    expect(await readdir(join(folder, trail, 'checkpoints'))).toEqual(['0000000000000002', '0000000000000005']);
    expect(await readFile(join(folder, trail, 'checkpoints', '0000000000000002'), 'utf8')).toBe(first?.note);
  });

  it('tells that a trail was put back, once, as an anomaly in the trail', async () => {
    const one = make({ targets: [folderTarget(folder)] });
    await one.records(3);
    const saved = one.store.rows.slice(0, 2);
    await one.checkpointer.checkpoint();
    const two = make({ targets: [folderTarget(folder)] }, fixture(createMemoryStore(saved)));
    await two.checkpointer.checkpoint();
    await two.records(1);
    await two.checkpointer.checkpoint();
    expect(two.types().filter((type) => type === 'anomaly.raised')).toHaveLength(1);
    const [alarm] = await two.trail.list({ types: ['anomaly.raised'] });
    expect(alarm).toMatchObject({ detail: { rule: 'trail_rolled_back' } });
  });

  it('does not mind checkpoints of several processes that come out of order', async () => {
    const targets = [folderTarget(folder)];
    const one = make({ targets });
    const two = make({ targets }, one);
    await one.records(2);
    const older = await make({}, one).checkpointer.checkpoint();
    await one.records(2);
    const newer = await two.checkpointer.checkpoint();
    await targets[0]?.publish(expectMade(older), publication(one));
    const [trail = ''] = await readdir(folder);
    expect(await readFile(join(folder, trail, 'checkpoint'), 'utf8')).toBe(newer?.note);
    expect(await readdir(join(folder, trail, 'checkpoints'))).toHaveLength(2);
  });

  it('may be published to by many at once, and keeps whole notes only', async () => {
    const many = make();
    const made: SignedCheckpoint[] = [];
    for (let round = 0; round < 6; round += 1) {
      await many.records(1);
      made.push(expectMade(await many.checkpointer.checkpoint()));
    }
    await Promise.all(made.toReversed().map((each) => folderTarget(folder).publish(each, publication(many))));
    const [trail = ''] = await readdir(folder);
    const notes = new Set(made.map(({ note }) => note));
    expect(notes).toContain(await readFile(join(folder, trail, 'checkpoint'), 'utf8'));
    expect(await readdir(join(folder, trail))).toHaveLength(2);
    expect(await readdir(join(folder, trail, 'checkpoints'))).toHaveLength(6);
  });

  it('tells that a trail was put back although it has grown past what was stored', async () => {
    const one = make({ targets: [folderTarget(folder)] });
    await one.records(3);
    const saved = one.store.rows.slice(0, 2);
    await one.checkpointer.checkpoint();
    const two = make({ targets: [folderTarget(folder)] }, fixture(createMemoryStore(saved)));
    await two.records(9);
    await two.checkpointer.checkpoint();
    expect(two.types().at(-1)).toBe('anomaly.raised');
  });

  it('that did not take a checkpoint gets it from the next process', async () => {
    const targetStates = targetStateFiles(join(folder, 'states'));
    const kept: number[] = [];
    let failing = true;
    const target: CheckpointTarget = {
      name: 'test',
      publish: async ({ size }) => {
        if (failing) throw new Error('down');
        kept.push(size);
      },
    };
    const one = make({ targets: [target], targetStates });
    await one.records(1);
    await one.checkpointer.checkpoint();
    expect(await targetStates.load('test')).toMatchObject({ failing: { code: 'INTERNAL' }, taken: undefined });
    failing = false;
    for (let starts = 0; starts < 2; starts += 1)
      await make({ targets: [target], targetStates }, one).checkpointer.tick();
    expect(kept).toEqual([1]);
    expect(await targetStates.load('test')).toMatchObject({ taken: { size: 1 }, failing: undefined });
  });

  it('that hangs holds up neither the other targets nor the end of the process', async () => {
    const hung: CheckpointTarget = { name: 'hung', publish: () => new Promise(() => undefined) };
    const { checkpointer, records } = make({ targets: [hung, folderTarget(folder)], targetTimeoutMs: 20 });
    await records(1);
    await checkpointer.checkpoint();
    expect(await readdir(folder)).toHaveLength(1);
    const slow = make({ targets: [hung] });
    await slow.records(1);
    const { checkpointer: slowOne } = slow;
    const running = startCheckpointSchedule({
      checkpointer: slowOne,
      logger: silentLogger,
      everyMs: 60_000,
      flushTimeoutMs: 20,
    });
    await running.close();
    expect(slow.types()).toEqual(['call.intent', 'audit.checkpoint']);
  });

  it('that fails is sent the newest checkpoint again, a minute later', async () => {
    let failing = true;
    const kept: number[] = [];
    const target: CheckpointTarget = {
      name: 'test',
      publish: async ({ size }) => {
        if (failing) throw new Error('down');
        kept.push(size);
      },
    };
    const { checkpointer, clock, records } = make({ targets: [target] });
    await records(1);
    await checkpointer.checkpoint();
    await records(1);
    await checkpointer.checkpoint();
    failing = false;
    await checkpointer.tick();
    expect(kept).toEqual([]);
    clock.advance(60_000);
    await checkpointer.tick();
    await checkpointer.tick();
    expect(kept).toEqual([3]);
  });

  it('that is a git repository gets a commit for each checkpoint', async () => {
    const run = promisify(execFile);
    const identity = ['-c', 'user.name=audit', '-c', 'user.email=audit@test.invalid', '-c', 'commit.gpgsign=false'];
    const git = async (cwd: string, args: readonly string[]) =>
      void (await run('git', [...identity, ...args], { cwd }));
    await git(folder, ['init', '--quiet']);
    const { checkpointer, records } = make({ targets: [gitTarget({ folder, git })] });
    await records(1);
    await checkpointer.checkpoint();
    await records(1);
    await checkpointer.checkpoint();
    const { stdout } = await run('git', ['log', '--format=%s'], { cwd: folder });
    expect(stdout.trim().split('\n')).toEqual(['checkpoint 3', 'checkpoint 1']);
    expect((await run('git', ['status', '--porcelain'], { cwd: folder })).stdout).toBe('');
  });

  it('that is an endpoint is sent the note, and may say that it has another', async () => {
    const sent: string[] = [];
    let status = 200;
    const target = httpTarget('https://log.test/keyward', async ({ body }) => {
      sent.push(body);
      return { status, body: '' };
    });
    const { checkpointer, clock, records, types } = make({ targets: [target] });
    await records(1);
    const signed = await checkpointer.checkpoint();
    expect(sent).toEqual([signed?.note]);
    status = 500;
    await records(1);
    await checkpointer.checkpoint();
    status = 409;
    clock.advance(60_000);
    await checkpointer.tick();
    expect(types().at(-1)).toBe('anomaly.raised');
  });
});

describe('a schedule of checkpoints', () => {
  it('makes one at the interval where it is due, a last one at the end, and none after that', async () => {
    const { checkpointer, records, types } = make({ everyRecords: 1 });
    const { timer, intervals, pass } = manualTimer();
    const schedule = startCheckpointSchedule({ checkpointer, logger: silentLogger, everyMs: 500, timer });
    await records(1);
    while (types().length < 2) await pass();
    expect([intervals(), types()]).toEqual([[500], ['call.intent', 'audit.checkpoint']]);
    await records(1);
    await schedule.close();
    expect([intervals(), types().slice(2)]).toEqual([[], ['call.intent', 'audit.checkpoint']]);
  });
});
