import type { AgentSummary } from '../../identity/index.ts';
import { shortTime } from '../terminal/present.ts';

export type Standing = 'normal' | 'throttled' | 'suspended';

/** What is held against an agent that behaved unusually. */
export function standingOf({ status, throttledUntil = 0 }: AgentSummary, now: number): Standing {
  if (status === 'suspended') return status;
  return status === 'active' && now < throttledUntil ? 'throttled' : 'normal';
}

/** Its status in one cell, with the end of a throttle. */
export function shownStatus(agent: AgentSummary, now: number): string {
  const { status, throttledUntil = 0 } = agent;
  return standingOf(agent, now) === 'throttled' ? `throttled until ${shortTime(throttledUntil)}` : status;
}
