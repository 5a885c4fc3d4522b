import type { ByState } from '../model/backtest.ts';
import { outcomeStates } from '../model/target.ts';
import { exactSum } from './money.ts';

/** A group of a scan: orders of one state (position in `outcomeStates`) and their amount in minor units. */
export interface StateCount {
  readonly state: number;
  readonly orders: number;
  readonly amount: number;
}

/** Counts and amounts added up per state; states that do not occur are 0. */
export function byState(groups: readonly StateCount[]): ByState {
  const totals = outcomeStates.map(() => ({ orders: 0, amount: 0 }));
  for (const { state, orders, amount } of groups) {
    const total = totals[state];
    if (total === undefined) continue;
    total.orders += orders;
    total.amount = exactSum(total.amount + amount);
  }
  const [bad = none, good = none, immature = none, blocked = none, excluded = none] = totals;
  return { bad, good, immature, blocked, excluded };
}

const none = { orders: 0, amount: 0 };
