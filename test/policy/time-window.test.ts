import { describe, expect, it } from 'vitest';

import { parseRate } from '../../src/policy/rate.ts';
import { isInsideWindow, type TimeWindow } from '../../src/policy/time-window.ts';

const at = (text: string): number => Date.parse(text);
const office: TimeWindow = { days: ['mon', 'fri'], from: '09:00', to: '17:00', timeZone: 'UTC' };
const night: TimeWindow = { days: ['fri'], from: '22:00', to: '06:00', timeZone: 'UTC' };
const berlin: TimeWindow = { from: '09:00', to: '17:00', timeZone: 'Europe/Berlin' };

describe('a time window', () => {
  it.each<[string, TimeWindow, string, boolean]>([
    ['opens at its first minute', office, '2026-11-23T09:00:00Z', true],
    ['is closed the second before', office, '2026-11-23T08:59:59Z', false],
    ['is open in its last minute', office, '2026-11-23T16:59:59Z', true],
    ['is closed at its end', office, '2026-11-23T17:00:00Z', false],
    ['is closed on other days', office, '2026-11-24T12:00:00Z', false],
    ['runs past midnight', night, '2026-11-28T05:59:00Z', true],
    ['ends in the morning', night, '2026-11-28T06:00:00Z', false],
    ['does not begin on the day it ends', night, '2026-11-28T23:00:00Z', false],
    ['begins in the evening', night, '2026-11-27T22:00:00Z', true],
    ['goes by the clock of its zone in winter', berlin, '2026-11-23T08:30:00Z', true],
    ['goes by the clock of its zone in summer', berlin, '2026-07-23T15:30:00Z', false],
    ['may last all day', { ...office, days: ['mon'], from: '00:00', to: '24:00' }, '2026-11-23T23:59:59Z', true],
  ])('%s', (_what, window, moment, isOpen) => {
    expect(isInsideWindow(window, at(moment))).toBe(isOpen);
  });

  it('gives the same answer for UTC by either way of reading the clock', () => {
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const moment = at('2026-11-22T00:00:00Z') + hour * 3_600_000;
      expect(isInsideWindow({ ...office, timeZone: 'Etc/UTC' }, moment)).toBe(isInsideWindow(office, moment));
    }
  });
});

describe('a rate', () => {
  it.each([
    ['60/min', 60, 60_000],
    ['5/s', 5, 1_000],
    ['100/h', 100, 3_600_000],
    ['1000/day', 1000, 86_400_000],
  ])('%s', (text, calls, windowMs) => {
    expect(parseRate(text)).toEqual({ calls, windowMs });
  });

  it.each(['0/min', '60', '60/', '-1/s', '1.5/s', '60/week', '60/toString', '99999999/s', '60 /min'])(
    '%s is none',
    (text) => {
      expect(parseRate(text)).toBeUndefined();
    },
  );
});
