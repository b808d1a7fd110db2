import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Standing } from '../approval/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { RecordFacts } from './record-event.ts';

// A look is one read of a small table.
const LOOK_EVERY_MS = 500;

export interface WaitingCall {
  readonly deps: Pick<BrokerDeps, 'approvals' | 'clock' | 'sleep'>;
  readonly facts: Pick<RecordFacts, 'context'>;
  readonly principal: { readonly agentId: string };
}

/**
 * Wait for a person's answer for as long as the context of the call allows, and never longer than its caller waits. The
 * approval goes on without the call.
 */
export async function awaitAnswer(
  { deps, facts, principal }: WaitingCall,
  first: Standing,
  ask: () => Promise<Standing>,
): Promise<Standing> {
  const { approvalWaitMs = 0, signal } = facts.context;
  const { clock, sleep = systemSleep } = deps;
  const until = clock.monotonicMs() + approvalWaitMs;
  for (let standing = first; ;) {
    const leftMs = until - clock.monotonicMs();
    if (!isOpen(standing) || leftMs <= 0 || signal.aborted) return standing;
    await sleep(Math.min(LOOK_EVERY_MS, leftMs), signal);
    const now = await deps.approvals.status(standing.id, principal.agentId);
    // An answer, or an end: asking again says so, and marks the end as told.
    standing = now !== undefined && isOpen(now) ? now : await ask();
  }
}

function isOpen(standing: Standing): standing is Standing & { readonly kind: 'pending' | 'not_shown' } {
  return standing.kind === 'pending' || standing.kind === 'not_shown';
}

async function systemSleep(ms: number, signal: AbortSignal): Promise<void> {
  await sleepFor(ms, undefined, { signal }).catch(() => undefined);
}
