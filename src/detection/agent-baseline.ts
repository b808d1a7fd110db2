import type { UsageEvent } from './usage-event.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Days over which hours of one agent are compared with one another. */
export const BASELINE_DAYS = 14;

const LEARNING_MS = 7 * DAY_MS;
const LEARNING_EVENTS = 50;
const EWMA_WEIGHT = 0.02;
const MAX_REMEMBERED = 2_000;
const MAX_IDLE_HOURS = 60 * 24;
const DENIALS_WINDOW_MS = 600_000;

/** How one agent behaves, as far as the trail tells. */
export interface AgentBaseline {
  firstMs: number;
  lastUseMs: number | undefined;
  events: number;
  readonly items: Set<string>;
  readonly hosts: Set<string>;
  readonly shapes: Set<string>;
  readonly clients: Set<string>;
  hour: { index: number; count: number; readonly items: Set<string> };
  /** Calls per hour: mean and variance, both exponentially weighted, and over how many hours. */
  rate: { mean: number; variance: number; hours: number };
  /** Most different items in one hour, by day. */
  readonly distinctByDay: Map<number, number>;
  denialsMs: number[];
}

export function newBaseline(atMs: number): AgentBaseline {
  return {
    firstMs: atMs,
    lastUseMs: undefined,
    events: 0,
    items: new Set(),
    hosts: new Set(),
    shapes: new Set(),
    clients: new Set(),
    hour: { index: hourOf(atMs), count: 0, items: new Set() },
    rate: { mean: 0, variance: 0, hours: 0 },
    distinctByDay: new Map(),
    denialsMs: [],
  };
}

/** Whether there is enough behind this agent to call something unusual: a week, or fifty events. */
export function hasLearned(baseline: AgentBaseline, atMs: number): boolean {
  return baseline.events >= LEARNING_EVENTS || atMs - baseline.firstMs >= LEARNING_MS;
}

/** Put the hours that have passed since the last event behind. Clocks that go back change nothing. */
export function advance(baseline: AgentBaseline, atMs: number): void {
  const now = hourOf(atMs);
  const idle = now - baseline.hour.index;
  if (idle <= 0) return;
  closeHour(baseline, baseline.hour.count);
  for (let passed = 1; passed < Math.min(idle, MAX_IDLE_HOURS); passed += 1) closeHour(baseline, 0);
  rememberDistinct(baseline);
  baseline.hour = { index: now, count: 0, items: new Set() };
  baseline.denialsMs = baseline.denialsMs.filter((at) => atMs - at <= DENIALS_WINDOW_MS);
}

/** Learn from an event. Call `advance` before. */
export function learn(baseline: AgentBaseline, event: UsageEvent): void {
  baseline.events += 1;
  if (event.kind === 'denied') {
    const recent = baseline.denialsMs.filter((at) => event.atMs - at <= DENIALS_WINDOW_MS);
    baseline.denialsMs = [...recent, event.atMs].slice(-MAX_REMEMBERED);
  }
  if (event.kind !== 'use') return;
  baseline.lastUseMs = Math.max(event.atMs, baseline.lastUseMs ?? 0);
  baseline.hour.count += 1;
  remember(baseline.items, event.itemId);
  remember(baseline.hour.items, event.itemId);
  remember(baseline.hosts, event.host);
  remember(baseline.clients, event.client);
  remember(baseline.shapes, shapeKey(event));
}

/** What is called how: the same path of another item is another thing. */
export function shapeKey({ itemId, host, shape }: UsageEvent): string | undefined {
  return shape === undefined ? undefined : `${itemId ?? ''} ${host ?? ''} ${shape}`;
}

/** Most different items in any one hour of the days before this hour. */
export function mostDistinct({ distinctByDay }: AgentBaseline): number {
  return Math.max(0, ...distinctByDay.values());
}

function closeHour({ rate }: AgentBaseline, count: number): void {
  const difference = count - rate.mean;
  const increment = EWMA_WEIGHT * difference;
  rate.mean += increment;
  rate.variance = (1 - EWMA_WEIGHT) * (rate.variance + difference * increment);
  rate.hours += 1;
}

function rememberDistinct({ distinctByDay, hour }: AgentBaseline): void {
  const day = Math.floor(hour.index / 24);
  distinctByDay.set(day, Math.max(distinctByDay.get(day) ?? 0, hour.items.size));
  for (const old of distinctByDay.keys()) if (old <= day - BASELINE_DAYS) distinctByDay.delete(old);
}

// The oldest is forgotten first: an agent that invents a new path with each call must not fill the memory.
function remember(seen: Set<string>, value: string | undefined): void {
  if (value === undefined) return;
  seen.delete(value);
  seen.add(value);
  const [oldest] = seen;
  if (seen.size > MAX_REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS);
}
