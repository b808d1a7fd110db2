export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Day = (typeof DAYS)[number];

/** Hours in which calls are allowed. `to` is not included; a window that ends before it begins runs past midnight. */
export interface TimeWindow {
  /** Days on which the window begins; every day when left out. */
  readonly days?: readonly Day[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`, up to `24:00`. */
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** Whether a moment, in milliseconds since the epoch, lies inside the window by the clock of its time zone. */
export function isInsideWindow(window: TimeWindow, nowMs: number): boolean {
  const { day, minute } = localTime(window.timeZone, nowMs);
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)];
  const begins = (offset: number): boolean => {
    const name = DAYS[(day + offset + DAYS.length) % DAYS.length];
    return name !== undefined && (window.days === undefined || window.days.includes(name));
  };
  if (from < to) return begins(0) && minute >= from && minute < to;
  return (begins(0) && minute >= from) || (begins(-1) && minute < to);
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function localTime(timeZone: string, nowMs: number): { readonly day: number; readonly minute: number } {
  // UTC needs no formatter, which costs more than the rest of a decision.
  if (timeZone === 'UTC') {
    const date = new Date(nowMs);
    return { day: date.getUTCDay(), minute: date.getUTCHours() * 60 + date.getUTCMinutes() };
  }
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(nowMs);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const day = DAYS.findIndex((name) => name === part('weekday').toLowerCase());
  return { day, minute: minuteOf(`${part('hour')}:${part('minute')}`) };
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
