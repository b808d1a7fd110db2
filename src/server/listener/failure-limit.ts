import { createHmac } from 'node:crypto';
import { BoundedMap, type Clock, type Random } from '../../core/index.ts';

const WINDOW_MS = 60_000;
const MAX_REMEMBERED = 4_096;

/** Counts failed authentications by address, so that guessing and flooding the trail with refusals end early. */
export interface FailureLimit {
  /** True while this address has failed too often and does not show a token that was good before. */
  isBlocked(address: string, token: string): boolean;
  failed(address: string): void;
  succeeded(address: string, token: string): void;
}

interface Window {
  readonly since: number;
  count: number;
}

/**
 * Clients behind one address share its fate, and on loopback that is all of them: one client with an old token must not
 * shut out the others. So a token that was good from there passes. It is remembered as a keyed hash, which opens nothing.
 */
export function createFailureLimit(deps: { clock: Clock; random: Random; maxPerMinute: number }): FailureLimit {
  const { clock, maxPerMinute } = deps;
  const key = deps.random(32);
  const windows = new BoundedMap<string, Window>(MAX_REMEMBERED);
  const good = new BoundedMap<string, true>(MAX_REMEMBERED);
  const mark = (address: string, token: string): string =>
    createHmac('sha256', key).update(`${address}\n${token}`).digest('base64');
  const current = (address: string): Window | undefined => {
    const window = windows.get(address);
    return window !== undefined && clock.monotonicMs() - window.since < WINDOW_MS ? window : undefined;
  };
  return {
    isBlocked: (address, token) => (current(address)?.count ?? 0) >= maxPerMinute && !good.has(mark(address, token)),
    failed(address) {
      const window = current(address) ?? { since: clock.monotonicMs(), count: 0 };
      window.count += 1;
      windows.set(address, window);
    },
    succeeded(address, token) {
      good.set(mark(address, token), true);
    },
  };
}
