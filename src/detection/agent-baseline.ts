import type { UsageEvent } from './usage-event.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Days over which hours of one agent are compared with one another. */
export const BASELINE_DAYS = 14;

const LEARNING_MS = 7 * DAY_MS;
const LEARNING_DAYS = 3;
const EWMA_WEIGHT = 0.02;
const MAX_REMEMBERED = 2_000;
const MAX_IDLE_HOURS = 60 * 24;
export const DENIALS_WINDOW_MS = 600_000;

/** How one agent behaves, as far as the trail tells. */
export interface AgentBaseline {
  firstMs: number;
  lastUseMs: number | undefined;
  /** Different days on which it did something. */
  days: { count: number; last: number };
  readonly items: Set<string>;
  readonly hosts: Set<string>;
  readonly shapes: Set<string>;
  readonly clients: Set<string>;
  /** Where remote sessions came from. */
  readonly networks: Set<string>;
  /** `fresh`: items never used before this hour. */
  hour: Hour;
  /** Calls per hour: mean and variance, both exponentially weighted, and over how many hours. */
  rate: { mean: number; variance: number; hours: number };
  /** The most of one hour, by day. */
  readonly peaks: Map<number, Peak>;
  /** Refused destinations, and items that were named and not found. */
  denialsMs: number[];
  missesMs: number[];
}

interface Hour {
  readonly index: number;
  count: number;
  readonly items: Set<string>;
  readonly fresh: Set<string>;
}

/** Calls, different items, and items never used before, each at its most in one hour. */
export interface Peak {
  readonly calls: number;
  readonly items: number;
  readonly fresh: number;
}

export function newBaseline(atMs: number): AgentBaseline {
  return {
    firstMs: atMs,
    lastUseMs: undefined,
    days: { count: 0, last: -Infinity },
    items: new Set(),
    hosts: new Set(),
    shapes: new Set(),
    clients: new Set(),
    networks: new Set(),
    hour: newHour(hourOf(atMs)),
    rate: { mean: 0, variance: 0, hours: 0 },
    peaks: new Map(),
    denialsMs: [],
    missesMs: [],
  };
}

/**
 * Whether there is enough behind this agent to call something unusual: three days on which it did something, or a week.
 * A number of calls says nothing: a busy first morning has them all, and every service of it is new.
 */
export function hasLearned({ days, firstMs }: AgentBaseline, atMs: number): boolean {
  return days.count >= LEARNING_DAYS || atMs - firstMs >= LEARNING_MS;
}

/** Put the hours that have passed since the last event behind. Clocks that go back change nothing. */
export function advance(baseline: AgentBaseline, atMs: number): void {
  const now = hourOf(atMs);
  const idle = now - baseline.hour.index;
  if (idle <= 0) return;
  closeHour(baseline, baseline.hour.count);
  for (let passed = 1; passed < Math.min(idle, MAX_IDLE_HOURS); passed += 1) closeHour(baseline, 0);
  rememberPeak(baseline);
  baseline.hour = newHour(now);
  baseline.denialsMs = recent(baseline.denialsMs, atMs);
  baseline.missesMs = recent(baseline.missesMs, atMs);
}

/** Learn from an event. Call `advance` before. */
export function learn(baseline: AgentBaseline, event: UsageEvent): void {
  const { kind, atMs } = event;
  countDay(baseline, atMs);
  remember(baseline.clients, event.client);
  remember(baseline.networks, event.network);
  if (kind === 'denied') baseline.denialsMs = [...recent(baseline.denialsMs, atMs), atMs].slice(-MAX_REMEMBERED);
  if (kind === 'missed') baseline.missesMs = [...recent(baseline.missesMs, atMs), atMs].slice(-MAX_REMEMBERED);
  if (kind !== 'use') return;
  baseline.lastUseMs = Math.max(atMs, baseline.lastUseMs ?? 0);
  baseline.hour.count += 1;
  if (event.itemId !== undefined && !baseline.items.has(event.itemId)) remember(baseline.hour.fresh, event.itemId);
  remember(baseline.items, event.itemId);
  remember(baseline.hour.items, event.itemId);
  remember(baseline.hosts, event.host);
  remember(baseline.shapes, shapeKey(event));
}

/** What is called how: the same path of another item is another thing. */
export function shapeKey({ itemId, host, shape }: UsageEvent): string | undefined {
  return shape === undefined ? undefined : `${itemId ?? ''} ${host ?? ''} ${shape}`;
}

/** The most of any one hour before the present one, within two weeks. */
export function mostOf({ peaks }: AgentBaseline, what: keyof Peak): number {
  return Math.max(0, ...[...peaks.values()].map((peak) => peak[what]));
}

/** The same without the present day: a burst is not its own measure. */
export function mostCallsBeforeToday({ peaks, hour }: AgentBaseline): number {
  const today = dayOf(hour);
  return Math.max(0, ...[...peaks].filter(([day]) => day < today).map(([, { calls }]) => calls));
}

/** Times that lie within the window of denials. */
export function recent(times: readonly number[], atMs: number): number[] {
  return times.filter((at) => atMs - at <= DENIALS_WINDOW_MS);
}

function dayOf({ index }: Hour): number {
  return Math.floor(index / 24);
}

function newHour(index: number): Hour {
  return { index, count: 0, items: new Set(), fresh: new Set() };
}

function countDay({ days }: AgentBaseline, atMs: number): void {
  const day = Math.floor(atMs / DAY_MS);
  if (day <= days.last) return;
  days.count += 1;
  days.last = day;
}

function closeHour({ rate }: AgentBaseline, count: number): void {
  const difference = count - rate.mean;
  const increment = EWMA_WEIGHT * difference;
  rate.mean += increment;
  rate.variance = (1 - EWMA_WEIGHT) * (rate.variance + difference * increment);
  rate.hours += 1;
}

// On the first day of an agent every item is new, which says nothing about the days after it.
function rememberPeak({ peaks, hour, firstMs }: AgentBaseline): void {
  const day = dayOf(hour);
  const before = peaks.get(day) ?? { calls: 0, items: 0, fresh: 0 };
  const fresh = day === Math.floor(firstMs / DAY_MS) ? 0 : hour.fresh.size;
  peaks.set(day, {
    calls: Math.max(before.calls, hour.count),
    items: Math.max(before.items, hour.items.size),
    fresh: Math.max(before.fresh, fresh),
  });
  for (const old of peaks.keys()) if (old <= day - BASELINE_DAYS) peaks.delete(old);
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
