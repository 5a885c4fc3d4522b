import type { ByState } from '../model/backtest.ts';
import type { Overview, WeekPoint } from '../model/explore.ts';
import type { Filter } from '../model/filter.ts';
import { share } from '../model/share.ts';
import { byState } from '../store/state-totals.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { amountIn, exactSum } from '../store/money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { sql } from '../store/sql.ts';

/** One group of the overview's scan. */
interface Cell {
  readonly week: number;
  readonly state: number;
  readonly early: boolean;
  readonly open: boolean;
  readonly mature: boolean;
  readonly orders: number;
  readonly amount: number;
}

/** Totals of the filtered orders by state, their bad rate, and the same per week. Amounts are in the project's currency. */
export async function overview(project: ProjectHandle, db: Connection, filter: Filter): Promise<Overview> {
  const { from, where, info, singleCurrency } = await filteredRows(project, db, filter, []);
  const amount = amountIn(info.currency, singleCurrency);
  const rows = await db.rows(sql`
    SELECT CAST(week AS TIMESTAMP) AT TIME ZONE ${info.timezone} AS week, state, early_bad, bill_open, mature, orders, amount, first, last FROM (
      SELECT week, state, early_bad, bill_open, mature, count(*) AS orders, sum(${amount}) AS amount,
        epoch_ms(min(ordered_at)) AS first, epoch_ms(max(ordered_at)) AS last
      FROM ${from} WHERE ${where} GROUP BY ALL)
    ORDER BY week`);
  const cells = rows.map((row) => ({
    week: Number(row['week']),
    state: Number(row['state']),
    early: row['early_bad'] === true,
    open: row['bill_open'] === true,
    mature: row['mature'] === true,
    orders: Number(row['orders']),
    amount: exactSum(row['amount']),
  }));
  const states = byState(cells);
  const times = (name: 'first' | 'last'): number[] => rows.map((row) => Number(row[name]));
  return {
    ...totals(cells),
    ordersAll: info.orders,
    period: rows.length === 0 ? null : { from: Math.min(...times('first')), to: Math.max(...times('last')) },
    states,
    immatureBad: countOf(cells.filter(({ early }) => early)),
    openBills: countOf(cells.filter(({ open }) => open)),
    mature: info.maturity === 'measured' ? countOf(cells.filter(({ mature }) => mature)) : null,
    badRate: share(states.bad.orders, states.bad.orders + states.good.orders),
    badRateAmount: share(states.bad.amount, states.bad.amount + states.good.amount),
    weekly: weeks(cells, info.maturity === 'measured'),
  };
}

function weeks(cells: readonly Cell[], measured: boolean): readonly WeekPoint[] {
  const byWeek = new Map<number, Cell[]>();
  for (const cell of cells) byWeek.set(cell.week, [...(byWeek.get(cell.week) ?? []), cell]);
  return [...byWeek].map(([week, group]) => ({
    week,
    ...totals(group),
    states: byState(group) satisfies ByState,
    mature: measured ? share(countOf(group.filter(({ mature }) => mature)), countOf(group)) : null,
    openBills: countOf(group.filter(({ open }) => open)),
  }));
}

const countOf = (cells: readonly Cell[]): number => cells.reduce((total, cell) => total + cell.orders, 0);

const totals = (cells: readonly Cell[]): { orders: number; amount: number } => ({
  orders: countOf(cells),
  amount: exactSum(cells.reduce((total, cell) => total + cell.amount, 0)),
});
