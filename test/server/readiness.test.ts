import { expect, it, onTestFinished } from 'vitest';
import { createReadiness } from '../../src/server/readiness.ts';
import { silentLogger, systemRandom } from '../../src/core/index.ts';
import { handClock } from '../audit/trail-fixture.ts';
import { makeFolder } from '../support/vault-kit.ts';
import { openStorage } from '../../src/storage/index.ts';

async function ready(claim?: () => Promise<boolean>, isTrailOpen = () => true) {
  const storage = await openStorage({ folder: await makeFolder(), logger: silentLogger });
  onTestFinished(() => storage.close());
  const clock = handClock();
  let claims = 0;
  const audit = {
    ...storage.audit,
    claimLease: async (of: Parameters<typeof storage.audit.claimLease>[0]) => {
      claims += 1;
      return claim === undefined ? storage.audit.claimLease(of) : claim();
    },
  };
  const isReady = createReadiness({ storage: { ...storage, audit }, isTrailOpen, clock, random: systemRandom });
  return { isReady, clock, claims: () => claims };
}

it('a server is ready while the trail can be written, and looks at most twice a second', async () => {
  const { isReady, clock, claims } = await ready();
  expect(await Promise.all([isReady(), isReady(), isReady()])).toEqual([true, true, true]);
  expect(claims()).toBe(1);
  clock.advance(500);
  expect(await isReady()).toBe(true);
  expect(claims()).toBe(2);
});

it('a server is not ready when the trail cannot be written', async () => {
  const { isReady } = await ready(() => Promise.reject(new Error('the disk is full')));
  expect(await isReady()).toBe(false);
});

it('a server is not ready while the trail refuses the records of calls, and is again when it no longer does', async () => {
  let isOpen = false;
  const { isReady, clock } = await ready(undefined, () => isOpen);
  expect(await isReady()).toBe(false);
  isOpen = true;
  clock.advance(500);
  expect(await isReady()).toBe(true);
});

it('a server is not ready while the trail is locked, and says so within three seconds', async () => {
  const started = performance.now();
  const { isReady } = await ready(() => new Promise(() => undefined));
  expect(await isReady()).toBe(false);
  expect(performance.now() - started).toBeLessThan(8_000);
});
