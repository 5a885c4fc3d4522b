import { describe, expect, it } from 'vitest';
import type { WeekPoint } from '../../analysis/model/explore.ts';
import { fewEverywhere, weekRates } from '../../renderer/explore/weekly-rates.ts';

const none = { orders: 0, amount: 0 };
const week = (bad: number, good: number, immature: number, mature: number | null, openBills = 0): WeekPoint => ({
  week: 0,
  orders: bad + good + immature,
  amount: 0,
  mature,
  openBills,
  states: {
    bad: { orders: bad, amount: 0 },
    good: { orders: good, amount: 0 },
    immature: { orders: immature, amount: 0 },
    blocked: none,
    excluded: none,
  },
});

describe('the line of weekly bad rates', () => {
  it('leaves out weeks with fewer than 30 matured orders and draws partly immature ones hollow', () => {
    const weeks = [week(1, 28, 0, 1), week(3, 27, 0, 1), week(6, 54, 40, 0.6), week(9, 1, 90, 0.01)];
    expect(weekRates(weeks)).toEqual([
      { rate: 1 / 29, drawn: null, solid: false },
      { rate: 0.1, drawn: 0.1, solid: true },
      { rate: 0.1, drawn: 0.1, solid: false },
      { rate: 0.9, drawn: null, solid: false },
    ]);
  });

  it('counts only matured orders: early reports of a young week are no rate', () => {
    const [young] = weekRates([week(40, 5, 955, 0.005), week(3, 27, 0, 1)]);
    expect(young).toEqual({ rate: 40 / 45, drawn: null, solid: false });
  });

  it('draws a small shop too, but nothing of it solid', () => {
    expect([fewEverywhere([week(1, 9, 0, 1)]), fewEverywhere([week(3, 27, 0, 1)]), fewEverywhere([])]).toEqual([
      true,
      false,
      false,
    ]);
    expect(weekRates([week(1, 9, 0, 1), week(0, 0, 3, 0)])).toEqual([
      { rate: 0.1, drawn: 0.1, solid: false },
      { rate: null, drawn: null, solid: false },
    ]);
  });

  it('takes known orders for matured where maturity is not measured', () => {
    expect(weekRates([week(3, 57, 0, null)])).toEqual([{ rate: 0.05, drawn: 0.05, solid: true }]);
  });

  it('draws a week with open bills hollow: those that were paid are known first', () => {
    expect(weekRates([week(0, 60, 0, null, 1)])).toEqual([{ rate: 0, drawn: 0, solid: false }]);
  });
});
