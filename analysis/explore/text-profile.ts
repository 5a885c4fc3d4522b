import type { Bin } from '../model/explore.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { exactSum } from '../store/money.ts';
import { id, sql, type Sql } from '../store/sql.ts';
import { binFigures } from './bins.ts';
import { missingBin } from './numeric-profile.ts';

const shown = 12;

interface Group {
  readonly part: string;
  readonly value: string | boolean | null;
  readonly values: number;
  readonly orders: number;
  readonly amount: number;
  readonly bad: number;
  readonly good: number;
}

/** The twelve most frequent values, all others together, and the missing ones; `distinct` counts values, not NULL. */
export async function textBins(
  db: Connection,
  rows: FilteredRows,
  column: string,
  amount: Sql,
): Promise<{ readonly bins: readonly Bin[]; readonly distinct: number }> {
  const groups = (await db.rows(topValues(rows, column, amount))).map(groupOf);
  const all = groups.find(({ part }) => part === 'all');
  const distinct = all?.values ?? 0;
  const top = groups.filter(({ part }) => part === 'top').slice(0, distinct === shown + 1 ? shown + 1 : shown);
  const missing = groups.find(({ part }) => part === 'missing');
  const bins = [
    ...top.map((group) => valueBin(column, group)),
    ...(all === undefined ? [] : othersBin(column, all, top)),
    ...missingBin(column, missing === undefined ? undefined : figures(missing)),
  ];
  return { bins, distinct };
}

const topValues = ({ from, where }: FilteredRows, column: string, amount: Sql): Sql => sql`
  WITH groups AS MATERIALIZED (
    SELECT ${id(column)} AS value, count(*) AS orders, sum(${amount}) AS amount,
      count_if(state = ${stateCode('bad')}) AS bad, count_if(state = ${stateCode('good')}) AS good
    FROM ${from} WHERE ${where} GROUP BY 1)
  (SELECT 'top' AS part, value, 1 AS "values", orders, amount, bad, good
    FROM groups WHERE value IS NOT NULL ORDER BY orders DESC, value LIMIT ${shown + 1})
  UNION ALL SELECT 'missing', NULL, 0, orders, amount, bad, good FROM groups WHERE value IS NULL
  UNION ALL SELECT 'all', NULL, count(*), sum(orders), sum(amount), sum(bad), sum(good)
    FROM groups WHERE value IS NOT NULL HAVING count(*) > 0
  ORDER BY part, orders DESC, value`;

function groupOf(row: Readonly<Record<string, string | number | boolean | null>>): Group {
  const value = row['value'] ?? null;
  return {
    part: String(row['part']),
    value: typeof value === 'number' ? String(value) : value,
    values: Number(row['values']),
    orders: Number(row['orders']),
    amount: exactSum(row['amount']),
    bad: Number(row['bad']),
    good: Number(row['good']),
  };
}

const figures = ({
  orders,
  amount,
  bad,
  good,
}: Omit<Group, 'part' | 'value' | 'values'>): ReturnType<typeof binFigures> => binFigures(orders, amount, bad, good);

const valueBin = (column: string, group: Group): Bin => ({
  kind: 'value',
  label: String(group.value),
  min: null,
  max: null,
  ...figures(group),
  clause: { kind: 'in', column, values: [group.value] },
});

function othersBin(column: string, all: Group, top: readonly Group[]): readonly Bin[] {
  if (all.values <= top.length) return [];
  const left = (figure: 'orders' | 'amount' | 'bad' | 'good'): number =>
    top.reduce((rest, group) => rest - group[figure], all[figure]);
  return [
    {
      kind: 'others',
      label: null,
      min: null,
      max: null,
      ...binFigures(left('orders'), left('amount'), left('bad'), left('good')),
      clause: { kind: 'notIn', column, values: [...top.map(({ value }) => value), null] },
    },
  ];
}
