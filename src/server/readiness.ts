import type { Runtime } from '../app/index.ts';
import { newId, within } from '../core/index.ts';

// Together within three seconds: how long it may take to find out, and how long that counts.
const LOOK_MS = 2_500;
const COUNTS_MS = 500;

export type ReadinessDeps = Pick<Runtime, 'storage' | 'isTrailOpen' | 'clock' | 'random'>;

/**
 * Tells whether calls could be made: the vaults can be read, and the trail can be written and takes
 * the records of calls. It writes to find out, a row that is
 * always the same, and twice a second at most, however often it is asked: /readyz needs no token.
 */
export function createReadiness({ storage, isTrailOpen, clock, random }: ReadinessDeps) {
  const holder = newId(random);
  let last: { readonly atMs: number; readonly answer: Promise<boolean> } | undefined;

  async function look(): Promise<boolean> {
    if (!isTrailOpen()) return false;
    const claim = { name: 'ready', holder, nowMs: clock.now(), forMs: 0 };
    const both = async () => Promise.all([storage.vaults.listVaults(), storage.audit.claimLease(claim)]);
    return within({ timeoutMs: LOOK_MS }, both).then(
      () => true,
      () => false,
    );
  }

  return async (): Promise<boolean> => {
    const nowMs = clock.monotonicMs();
    if (last === undefined || nowMs - last.atMs >= COUNTS_MS) last = { atMs: nowMs, answer: look() };
    return last.answer;
  };
}
