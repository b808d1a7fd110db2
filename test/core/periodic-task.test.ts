import { expect, it } from 'vitest';
import { KeywardError, repeat, startPeriodicTasks, type Logger, silentLogger } from '../../src/core/index.ts';
import { manualTimer } from '../support/manual-timer.ts';

it('what is repeated runs once for each interval, until it is stopped', async () => {
  const { timer, intervals, pass } = manualTimer();
  let runs = 0;
  const repeated = repeat(async () => (runs += 1), { everyMs: 500, onError: fail, timer });
  expect([intervals(), runs]).toEqual([[500], 0]);
  await pass();
  await pass();
  expect(runs).toBe(2);
  await repeated.stop();
  await pass();
  expect([intervals(), runs]).toEqual([[], 2]);
});

it('what is repeated is never run twice at once', async () => {
  const { timer, pass } = manualTimer();
  const ends: (() => void)[] = [];
  const run = async (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const repeated = repeat(run, { everyMs: 500, onError: fail, timer });
  await pass();
  await pass();
  const shared = repeated.now();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await shared;
  await pass();
  expect(ends).toHaveLength(2);
});

it('a run that fails is reported, and followed by the next', async () => {
  const { timer, pass } = manualTimer();
  const errors: unknown[] = [];
  const run = async (): Promise<never> => {
    throw new KeywardError('AUDIT_UNWRITABLE', 'the audit trail cannot be written');
  };
  const repeated = repeat(run, { everyMs: 500, onError: (error) => errors.push(error), timer });
  await pass();
  await pass();
  await repeated.now();
  expect(errors).toMatchObject(Array(3).fill({ code: 'AUDIT_UNWRITABLE' }));
});

it('periodic tasks run once more at the end, and are released after that', async () => {
  const { timer, intervals, pass } = manualTimer();
  const done: string[] = [];
  const task = (name: string, everyMs: number) => ({
    name,
    everyMs,
    tick: async () => done.push(`tick ${name}`),
    release: async () => void done.push(`release ${name}`),
  });
  const tasks = startPeriodicTasks([task('a', 500), task('b', 900)], silentLogger, timer);
  expect(intervals()).toEqual([500, 900]);
  await pass();
  expect(done.splice(0)).toEqual(['tick a', 'tick b']);
  await tasks.close();
  expect(done.splice(0).toSorted()).toEqual(['release a', 'release b', 'tick a', 'tick b']);
  await pass();
  expect(done).toEqual([]);
});

it('a periodic task that fails is logged by its name and code', async () => {
  const { timer, pass } = manualTimer();
  const logged: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (facts) => logged.push(facts) };
  const tick = async (): Promise<never> => {
    throw new KeywardError('AUDIT_UNWRITABLE', 'the audit trail cannot be written');
  };
  const tasks = startPeriodicTasks([{ name: 'watch', everyMs: 500, tick }], logger, timer);
  await pass();
  await tasks.close();
  expect(logged).toEqual(Array(2).fill({ task: 'watch', code: 'AUDIT_UNWRITABLE' }));
});

function fail(error: unknown): never {
  throw error;
}
