import { expect, test } from 'vitest';
import { dayOfIso, isoOfDay, mondayOf, monthOf } from '../../analysis/model/maturity/calendar-day.ts';
import type { ReportCount } from '../../analysis/model/maturity/report-counts.ts';
import { cohortTriangle, ladderOf } from '../../analysis/model/maturity/triangle.ts';

const on = (iso: string, orders: number, delay: number | null = null, amount = orders * 100): ReportCount => ({
  day: dayOfIso(iso),
  bad: delay !== null,
  delay,
  payment: null,
  family: null,
  orders,
  amount,
});

const counts = [
  on('2024-01-10', 90),
  on('2024-01-10', 4, 30),
  on('2024-01-31', 5, 31),
  on('2024-01-02', 1, 75),
  on('2024-02-01', 47),
  on('2024-02-29', 3, 12),
  on('2024-03-20', 20),
  on('2024-03-20', 2, 25),
  on('2024-04-14', 10),
];
const asOfDay = dayOfIso('2024-04-15');

test('weeks begin on Monday, months on their first day, across years', () => {
  expect(['2024-01-01', '2023-12-31', '1970-01-01'].map((iso) => isoOfDay(mondayOf(dayOfIso(iso))))).toEqual([
    '2024-01-01',
    '2023-12-25',
    '1969-12-29',
  ]);
  expect([isoOfDay(monthOf(dayOfIso('2024-02-29'))), isoOfDay(monthOf(dayOfIso('2023-12-05'), 1))]).toEqual([
    '2024-02-01',
    '2024-01-01',
  ]);
});

test('a cohort is complete at an age that its youngest order has reached, and has no cell its oldest has not', () => {
  const { ages, cohorts } = cohortTriangle(counts, { asOfDay, unit: 'month', end: 365 });
  expect(ages).toEqual([30, 60, 90]);
  expect(cohorts.map(({ from, to, orders }) => [isoOfDay(from), isoOfDay(to), orders])).toEqual([
    ['2024-01-01', '2024-02-01', 100],
    ['2024-02-01', '2024-03-01', 50],
    ['2024-03-01', '2024-04-01', 22],
    ['2024-04-01', '2024-05-01', 10],
  ]);
  const cells = cohorts.map((one) => one.cells.map(({ bad, complete }) => `${bad}${complete ? '' : ' so far'}`));
  // As of 15 April the orders of January are 75 to 105 days old, those of February 46 to 74, of March 15 to 45.
  expect(cells).toEqual([
    ['4', '9', '10 so far'],
    ['3', '3 so far', '3 so far'],
    ['2 so far', '2 so far'],
    ['0 so far'],
  ]);
  expect(cohorts[0]?.cells.map(({ amount }) => amount)).toEqual([400, 900, 1000]);
});

test('the chain ladder reads the complete cells only', () => {
  const triangle = cohortTriangle(counts, { asOfDay, unit: 'month', end: 365 });
  expect(ladderOf(triangle, 'bad')).toEqual({
    factors: [9 / 4],
    maturity: [4 / 9, 1],
    ultimates: [9, 3 / (4 / 9), null, null],
  });
});

test('weeks step by seven days, and reports beyond the end make no further column', () => {
  const { ages, cohorts } = cohortTriangle(counts, { asOfDay, unit: 'week', end: 40 });
  expect(ages).toEqual([7, 14, 21, 28, 35, 42]);
  expect(cohorts.map(({ from }) => isoOfDay(from))).toEqual([
    '2024-01-01',
    '2024-01-08',
    '2024-01-29',
    '2024-02-26',
    '2024-03-18',
    '2024-04-08',
  ]);
  expect(cohorts[5]?.cells.map(({ complete }) => complete)).toEqual([false]);
});
