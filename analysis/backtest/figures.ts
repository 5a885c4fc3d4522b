import type { ByState, RuleFigures } from '../model/backtest.ts';
import { outcomeStates } from '../model/target.ts';
import { exactSum } from '../store/money.ts';
import { byState } from '../store/state-totals.ts';
import type { RuleCounts } from './rule-counts.ts';

/** Orders and amount over all states. */
export function sumOf(states: ByState): { readonly orders: number; readonly amount: number } {
  return outcomeStates.reduce(
    (total, state) => ({
      orders: total.orders + states[state].orders,
      amount: exactSum(total.amount + states[state].amount),
    }),
    { orders: 0, amount: 0 },
  );
}

/** Orders and amounts of several parts together. */
export function addedStates(parts: readonly ByState[]): ByState {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return only;
  return byState(parts.flatMap((part) => outcomeStates.map((of, state) => ({ state, ...part[of] }))));
}

/** Figures of one rule from its counts; tp and fp are orders of known outcome that are matured. */
export function ruleFigures(code: string, { hits, unevaluable, causes, hindsight }: RuleCounts): RuleFigures {
  const all = sumOf(hits);
  return {
    code,
    hits: all.orders,
    tp: hits.bad.orders,
    fp: hits.good.orders,
    hitsImmature: hits.immature.orders,
    hitsBlocked: hits.blocked.orders,
    hitsExcluded: hits.excluded.orders,
    unevaluable,
    causes,
    ...(hindsight ? { hindsight } : {}),
    amount: { hit: all.amount, caught: hits.bad.amount },
  };
}
