import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../property-seed.ts';
import {
  addBusinessDays,
  addDays,
  businessDaysOf,
  dayOfMonth,
  daysBetween,
  lastHolidayYear,
  rolled,
} from '../../analysis/bnpl/calendar.ts';
import { bnplPresets } from '../../analysis/model/bnpl/presets.ts';
import { scheduleOf } from '../../analysis/bnpl/schedule.ts';

const usual = businessDaysOf({ closed: [], open: [] });

test('weekends, holidays, the day between two holidays and the end of the year are closed: by hand', () => {
  const days = [
    ['2026-09-18', true], // Friday
    ['2026-09-19', false],
    ['2026-09-20', false],
    ['2026-09-21', false], // 敬老の日
    ['2026-09-22', false], // 国民の休日
    ['2026-09-23', false], // 秋分の日
    ['2026-09-24', true],
    ['2026-12-30', true],
    ['2026-12-31', false],
    ['2027-01-04', true],
    ['2026-05-06', false], // 振替休日
  ] as const;
  expect(days.map(([date]) => [date, usual(date)])).toEqual(days);
  expect(lastHolidayYear).toBeGreaterThanOrEqual(2030);
});

test('business days are counted from an open day on, and days of months end with the month: by hand', () => {
  expect(addBusinessDays(usual, '2026-09-18', 1)).toBe('2026-09-24');
  expect(addBusinessDays(usual, '2026-09-20', 0)).toBe('2026-09-24');
  // The business day after a Saturday is Monday, as after the Friday before.
  expect([addBusinessDays(usual, '2026-10-02', 1), addBusinessDays(usual, '2026-10-03', 1)]).toEqual([
    ...['2026-10-05', '2026-10-05'],
  ]);
  expect(addBusinessDays(usual, '2026-12-30', 2)).toBe('2027-01-05');
  expect(rolled(usual, '2026-09-22', 'previous')).toBe('2026-09-18');
  expect(rolled(usual, '2026-09-22', 'none')).toBe('2026-09-22');
  expect([dayOfMonth('2026-01-15', 1, 31), dayOfMonth('2028-01-31', 1, 30), dayOfMonth('2026-11-30', 2, 10)]).toEqual([
    ...['2026-02-28', '2028-02-29', '2027-01-10'],
  ]);
});

test('days of a shop are closed, or open, beside the calendar', () => {
  const own = businessDaysOf({ closed: ['2026-09-24'], open: ['2026-09-19'] });
  expect([own('2026-09-24'), own('2026-09-19')]).toEqual([false, true]);
  expect(addBusinessDays(own, '2026-09-18', 2)).toBe('2026-09-25');
});

test('an invoice of fourteen days, reminded three times: by hand', () => {
  // Arrived on Friday 18 September 2026: the invoice leaves on Thursday 24th, due on 8 October.
  const { invoicedOn, dues, steps } = scheduleOf(bnplPresets['invoice-14'], '2026-09-18', 4_980);
  expect([invoicedOn, dues]).toEqual(['2026-09-24', [{ dueOn: '2026-10-08', amount: 4_980 }]]);
  expect(steps.map(({ what, on, dpd, fee }) => [what, on, dpd, fee])).toEqual([
    ['stop-credit', '2026-10-09', 1, 0],
    ['reminder', '2026-10-15', 7, 297],
    ['reminder', '2026-10-29', 21, 297],
    ['reminder', '2026-11-12', 35, 297],
    ['assign', '2027-01-06', 90, 0],
    ['write-off', '2027-04-06', 180, 0],
  ]);
});

test('fees end at their cap, by count and by total: by hand', () => {
  const { dunning } = bnplPresets['invoice-14'];
  const fees = (more: Partial<typeof dunning>): number[] =>
    scheduleOf({ ...bnplPresets['invoice-14'], dunning: { ...dunning, ...more } }, '2026-09-18', 1_000).steps.flatMap(
      ({ what, fee }) => (what === 'reminder' ? [fee] : []),
    );
  expect(fees({ feeCount: 2 })).toEqual([297, 297, 0]);
  expect(fees({ feeTotal: 400 })).toEqual([297, 103, 0]);
});

test('a statement closes with the month and is due on the tenth, or the next day that is open: by hand', () => {
  const of = (on: string) => scheduleOf(bnplPresets.statement, on, 3_000);
  expect([of('2026-09-30').invoicedOn, of('2026-09-30').dues[0]?.dueOn]).toEqual(['2026-09-30', '2026-10-13']);
  expect([of('2026-10-01').invoicedOn, of('2026-10-01').dues[0]?.dueOn]).toEqual(['2026-10-31', '2026-11-10']);
});

test('instalments are equal but for what does not divide, a month apart: by hand', () => {
  const { dues } = scheduleOf(bnplPresets.instalment, '2026-09-18', 10_000);
  expect(dues).toEqual([
    { dueOn: '2026-10-27', amount: 3_334 },
    { dueOn: '2026-11-27', amount: 3_333 },
    { dueOn: '2026-12-28', amount: 3_333 },
  ]);
});

const dates = fc.integer({ min: 0, max: 3_650 }).map((days) => addDays('2024-01-01', days));

test('dues fall on open days, in order, after the invoice, and add up to the order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(bnplPresets)),
      dates,
      fc.integer({ min: 0, max: 1_000_000 }),
      (config, on, amount) => {
        const { invoicedOn, dues, steps } = scheduleOf(config, on, amount);
        expect(dues.reduce((sum, due) => sum + due.amount, 0)).toBe(amount);
        expect(daysBetween(on, invoicedOn)).toBeGreaterThanOrEqual(0);
        const order = [invoicedOn, ...dues.map(({ dueOn }) => dueOn)];
        expect(order).toEqual(order.toSorted());
        for (const { dueOn } of dues) expect(usual(dueOn)).toBe(true);
        const fees = steps.reduce((sum, { fee }) => sum + fee, 0);
        expect(fees).toBeLessThanOrEqual(config.dunning.feeTotal ?? Infinity);
      },
    ),
  );
});
