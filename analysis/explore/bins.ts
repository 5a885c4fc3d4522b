import type { Bin } from '../model/explore.ts';
import { share } from '../model/share.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { exactSum } from '../store/money.ts';
import { join, sql, type Sql } from '../store/sql.ts';

/** What is counted in a bin. */
export type BinFigures = Pick<Bin, 'orders' | 'amount' | 'bad' | 'good' | 'badRate'>;

/** One aggregated row: key, state, orders, amount. */
type Row = Readonly<Record<string, unknown>>;

/** Orders and amount per value of `key` and state: the one scan behind a chart of few bins. */
export function countByKey(
  db: Connection,
  { from, where }: FilteredRows,
  key: Sql,
  amount: Sql,
): Promise<Record<string, string | number | boolean | null>[]> {
  return db.rows(sql`
    SELECT ${key} AS key, state, count(*) AS orders, sum(${amount}) AS amount
    FROM ${from} WHERE ${where} GROUP BY ALL`);
}

/** Figures per key of `countByKey`'s rows. */
export function figuresByKey(rows: readonly Row[]): ReadonlyMap<unknown, BinFigures> {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) groups.set(row['key'], [...(groups.get(row['key']) ?? []), row]);
  return new Map([...groups].map(([key, group]) => [key, figuresOf(group)]));
}

export const noFigures: BinFigures = { orders: 0, amount: 0, bad: 0, good: 0, badRate: null };

function figuresOf(rows: readonly Row[]): BinFigures {
  const orders = (state?: number): number =>
    rows
      .filter((row) => state === undefined || row['state'] === state)
      .reduce((n, row) => n + Number(row['orders']), 0);
  return binFigures(
    orders(),
    exactSum(rows.reduce((total, row) => total + exactSum(row['amount']), 0)),
    orders(stateCode('bad')),
    orders(stateCode('good')),
  );
}

/** The figures of a bin; the bad rate is over orders with a known, matured outcome. */
export function binFigures(orders: number, amount: number, bad: number, good: number): BinFigures {
  return { orders, amount, bad, good, badRate: share(bad, bad + good) };
}

/** The key of missing values among bin numbers. */
export const missingKey = 255;

/** The number of the half-open bin [edge, next edge) a value falls in, `missingKey` for a missing value. */
export function binNumber(value: Sql, inner: readonly Sql[]): Sql {
  // Two levels of few comparisons cost a third less than one long chain.
  const blockSize = Math.max(2, Math.round(Math.sqrt(inner.length)));
  const number = (index: number): Sql => sql`CAST(${index} AS UTINYINT)`;
  const blocks = Array.from({ length: Math.ceil((inner.length + 1) / blockSize) }, (_, block) => block * blockSize);
  const within = (first: number): Sql => {
    const edges = inner.slice(first, first + blockSize - 1);
    const steps = edges.map((edge, index) => sql` WHEN ${value} < ${edge} THEN ${number(first + index)}`);
    const last = number(first + edges.length);
    return steps.length === 0 ? last : sql`CASE${join(steps, sql``)} ELSE ${last} END`;
  };
  const outer = blocks.slice(1).map((first) => {
    const edge = inner[first - 1] ?? value;
    return sql` WHEN ${value} < ${edge} THEN ${within(first - blockSize)}`;
  });
  return sql`CASE${join(outer, sql``)} WHEN ${value} IS NULL THEN ${number(missingKey)}
    ELSE ${within(blocks.at(-1) ?? 0)} END`;
}
