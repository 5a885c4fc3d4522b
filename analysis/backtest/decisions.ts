import type { BacktestResult, ByState } from '../model/backtest.ts';
import type { ScreeningResult } from '../model/ruleset.ts';
import { share } from '../model/share.ts';
import { exactSum } from '../store/money.ts';
import { sumOf } from './figures.ts';

type PerResult<T> = { readonly [R in ScreeningResult]: T };

/** Confusion counts and amounts over matured, outcome-known orders; an alert is any decision but OK. */
export function totalOf(decisions: PerResult<ByState>): BacktestResult['total'] {
  const alerted = (['REVIEW', 'HOLD', 'NG'] as const).map((result) => decisions[result]);
  const add = (pick: (states: ByState) => number): number =>
    alerted.reduce((total, states) => exactSum(total + pick(states)), 0);
  const passed = decisions.OK;
  const alerts = add((states) => sumOf(states).orders);
  const [tp, fp] = [add(({ bad }) => bad.orders), add(({ good }) => good.orders)];
  const [fn, tn] = [passed.bad.orders, passed.good.orders];
  return {
    alerts,
    alertRate: share(alerts, alerts + sumOf(passed).orders),
    tp,
    fp,
    fn,
    tn,
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    caught: add(({ bad }) => bad.amount),
    missed: passed.bad.amount,
    goodAlerted: add(({ good }) => good.amount),
  };
}
