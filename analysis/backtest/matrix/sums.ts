import type { ByState } from '../../model/backtest.ts';
import { outcomeStates } from '../../model/target.ts';
import { exactSum } from '../../store/money.ts';
import { byState } from '../../store/state-totals.ts';

/** The sums at a place of what the loops answered. Throws 'amount-overflow' at 2^53 and above. */
export function statesAt(sums: BigInt64Array, place: number): ByState {
  const states = outcomeStates.length;
  return byState(
    outcomeStates.map((_, state) => {
      const at = 2 * (place * states + state);
      return { state, orders: Number(sums[at] ?? 0n), amount: exactSum(Number(sums[at + 1] ?? 0n)) };
    }),
  );
}

/** Orders of one week: all, and those known and matured to be bad or good. */
export interface WeekCount {
  readonly orders: number;
  readonly bad: number;
  readonly good: number;
}

/** One place in a table of weeks. */
export function weekAt(weekly: Uint32Array, place: number): WeekCount {
  const [orders = 0, bad = 0, good = 0] = weekly.subarray(place * 3, place * 3 + 3);
  return { orders, bad, good };
}
