import { expect, test } from 'vitest';
import {
  calendarPeriods,
  dayAfter,
  daysBetween,
  startOfDay,
  type PeriodUnit,
} from '../../analysis/model/calendar-periods.ts';
import { wallClock } from '../../analysis/model/zone.ts';

const at = (iso: string): number => Date.parse(iso);
const told = (from: string, to: string, unit: PeriodUnit, zone: string): (string | number)[][] =>
  calendarPeriods({ from: at(from), to: at(to) }, unit, zone).map((one) => [
    ...[one.first, one.last, new Date(one.from).toISOString(), one.days, one.covered],
  ]);

test('weeks begin on Monday of the zone, and the first and the last say how many of their days are there', () => {
  // 2024-05-01 is a Wednesday; 16:30 UTC is the day after in Tokyo.
  expect(told('2024-04-30T16:30:00Z', '2024-05-13T00:00:00+09:00', 'week', 'Asia/Tokyo')).toEqual([
    ['2024-04-29', '2024-05-05', '2024-04-28T15:00:00.000Z', 7, 5],
    ['2024-05-06', '2024-05-12', '2024-05-05T15:00:00.000Z', 7, 7],
    ['2024-05-13', '2024-05-19', '2024-05-12T15:00:00.000Z', 7, 1],
  ]);
});

test('months have the days of the calendar, also in a leap year and over the end of one', () => {
  expect(told('2023-12-31T23:00:00Z', '2024-03-01T00:00:00Z', 'month', 'Europe/London')).toEqual([
    ['2023-12-01', '2023-12-31', '2023-12-01T00:00:00.000Z', 31, 1],
    ['2024-01-01', '2024-01-31', '2024-01-01T00:00:00.000Z', 31, 31],
    ['2024-02-01', '2024-02-29', '2024-02-01T00:00:00.000Z', 29, 29],
    ['2024-03-01', '2024-03-31', '2024-03-01T00:00:00.000Z', 31, 1],
  ]);
});

test('a day of 23 and one of 25 hours are one day each', () => {
  const lengths = (from: string, to: string): number[] =>
    calendarPeriods({ from: at(from), to: at(to) }, 'day', 'America/New_York').map(
      (one) => (one.to - one.from) / 3_600_000,
    );
  expect(lengths('2024-03-09T12:00:00-05:00', '2024-03-11T12:00:00-04:00')).toEqual([24, 23, 24]);
  expect(lengths('2024-11-02T12:00:00-04:00', '2024-11-04T12:00:00-05:00')).toEqual([24, 25, 24]);
});

test('a day whose midnight is left out begins when its clock does', () => {
  // Clocks in Santiago went from 24:00 to 01:00 on 2024-09-08.
  expect(new Date(startOfDay('2024-09-08', 'America/Santiago')).toISOString()).toBe('2024-09-08T04:00:00.000Z');
});

test.each([
  'Asia/Tokyo',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
])('periods of %s follow each other without gaps and every instant is in the one of its calendar day', (zone) => {
  const span = { from: at('2023-01-05T03:00:00Z'), to: at('2024-12-30T21:00:00Z') };
  for (const unit of ['day', 'week', 'month'] as const) {
    const periods = calendarPeriods(span, unit, zone);
    periods.slice(1).forEach((one, i) => expect(one.from).toBe(periods[i]?.to));
    expect(periods[0]?.from).toBeLessThanOrEqual(span.from);
    expect(periods.at(-1)?.to).toBeGreaterThan(span.to);
    for (const { from, to, first, last, days } of periods) {
      const day = (instant: number): string => wallClock(zone, new Date(instant)).toISOString().slice(0, 10);
      expect([day(from), day(to - 1)]).toEqual([first, last]);
      expect(daysBetween(first, last) + 1).toBe(days);
      expect(dayAfter(first, days - 1)).toBe(last);
    }
    const covered = periods.reduce((sum, one) => sum + one.covered, 0);
    expect(covered).toBe(calendarPeriods(span, 'day', zone).length);
  }
});
