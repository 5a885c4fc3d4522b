import type { BacktestResult, ByState } from '../model/backtest.ts';
import { results, type ScreeningResult } from '../model/ruleset.ts';
import { share } from '../model/share.ts';
import type { Connection } from '../store/connection.ts';
import { byState } from '../store/state-totals.ts';
import { exactSum } from '../store/money.ts';
import { sql, type Sql } from '../store/sql.ts';
import { sumOf } from './figures.ts';
import { stateCount, type Measured } from './rule-counts.ts';

/** Orders of one decision, state and week. Times are epoch ms. */
export interface DecisionCell {
  readonly decision: ScreeningResult;
  readonly state: number;
  readonly week: number;
  readonly mature: boolean;
  readonly early: boolean;
  readonly orders: number;
  readonly amount: number;
  readonly first: number;
  readonly last: number;
}

/** Every order's decision, in one scan grouped by decision, state, week and maturity. */
export async function decide(
  db: Connection,
  decision: Sql,
  { rows, amount }: Measured,
  timezone: string,
): Promise<readonly DecisionCell[]> {
  const groups = await db.rows(sql`
    SELECT decision, state, mature, early_bad, orders, amount, first, last,
      CAST(week AS TIMESTAMP) AT TIME ZONE ${timezone} AS week
    FROM (SELECT ${decision} AS decision, state, week, mature, early_bad, count(*) AS orders,
        sum(${amount}) AS amount, min(ordered_at) AS first, max(ordered_at) AS last
      FROM ${rows.from} WHERE ${rows.where} GROUP BY ALL)
    ORDER BY week`);
  return groups.flatMap((group) => {
    const found = results.find((result) => result === group['decision']);
    return found === undefined ? [] : [cellOf(found, group)];
  });
}

function cellOf(decision: ScreeningResult, group: Readonly<Record<string, unknown>>): DecisionCell {
  return {
    ...stateCount(group),
    decision,
    week: Number(group['week']),
    mature: group['mature'] === true,
    early: group['early_bad'] === true,
    first: Number(group['first']),
    last: Number(group['last']),
  };
}

type PerResult<T> = { readonly [R in ScreeningResult]: T };

const perResult = <T>(figure: (result: ScreeningResult) => T): PerResult<T> => ({
  OK: figure('OK'),
  REVIEW: figure('REVIEW'),
  HOLD: figure('HOLD'),
  NG: figure('NG'),
});

/** Decisions by state. */
export function decisionsByState(cells: readonly DecisionCell[]): PerResult<ByState> {
  return perResult((result) => byState(cells.filter(({ decision }) => decision === result)));
}

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

/** Decisions per week; a week is immature when an order in it is too young for its outcome to be known. */
export function weeklyDecisions(cells: readonly DecisionCell[], measured: boolean): BacktestResult['weekly'] {
  const weeks = new Map<number, DecisionCell[]>();
  for (const cell of cells) weeks.set(cell.week, [...(weeks.get(cell.week) ?? []), cell]);
  return [...weeks].map(([week, group]) => ({
    week,
    ...perResult((result) => countOf(group.filter(({ decision }) => decision === result))),
    immature: measured && group.some(({ mature }) => !mature),
  }));
}

/** Orders in these cells. */
export const countOf = (cells: readonly DecisionCell[]): number =>
  cells.reduce((total, { orders }) => total + orders, 0);
