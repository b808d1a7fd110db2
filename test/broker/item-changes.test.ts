import { expect, it } from 'vitest';
import { onItemChanges } from '../../src/broker/index.ts';
import { KeywardError, silentLogger, type Logger } from '../../src/core/index.ts';
import { openAgentKit } from '../support/agent-kit.ts';
import { manualTimer } from '../support/manual-timer.ts';

it('a change of the items is told at the next look, and none is looked for after the end', async () => {
  const kit = await openAgentKit();
  const { timer, intervals, pass } = manualTimer();
  let [looks, told] = [0, 0];
  const identify = async () => {
    looks += 1;
    return kit.caller.identify();
  };
  const stop = onItemChanges({ caller: { identify }, logger: silentLogger, timer }, () => (told += 1));
  expect([intervals(), looks]).toEqual([[1_000], 1]);
  // The second look begins when the first has ended.
  while (looks < 2) await pass();
  expect(told).toBe(0);
  await kit.addItem('api', { urls: ['https://api.example.com'], auth: { scheme: 'bearer' } });
  while (told === 0) await pass();
  expect(told).toBe(1);
  stop();
  expect(intervals()).toEqual([]);
});

it('a look that fails is logged by its code, and followed by the next, until the end', async () => {
  const { timer, pass } = manualTimer();
  const logged: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (facts) => logged.push(facts) };
  const identify = async (): Promise<never> => {
    throw new KeywardError('STORAGE_UNAVAILABLE', 'the database cannot be read');
  };
  const stop = onItemChanges({ caller: { identify }, logger, timer }, () => undefined);
  await pass();
  await pass();
  expect(logged).toEqual(Array(2).fill({ code: 'STORAGE_UNAVAILABLE' }));
  const last = pass();
  stop();
  await last;
  expect(logged).toHaveLength(2);
});
