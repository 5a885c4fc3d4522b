import { currencyDigits } from '../expression/currency.ts';
import type { ColumnType } from '../model/columns.ts';
import type { Bin } from '../model/explore.ts';
import type { Connection } from '../store/connection.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { id, sql, type Sql } from '../store/sql.ts';
import { binNumber, countByKey, figuresByKey, missingKey, noFigures, type BinFigures } from './bins.ts';
import { bandEdges, niceEdges, type Spread } from './nice-edges.ts';

/** A numeric column and what its bins depend on. */
export interface NumericColumn {
  readonly name: string;
  readonly type: Extract<ColumnType, 'money' | 'int' | 'double'>;
  /** Currency the amounts are counted in; money bins lie at its round major units. */
  readonly currency: string;
  /** Orders in the project: sets how finely quantiles are sampled. */
  readonly ordersAll: number;
}

/** Edges of a chart's bins; `lasting` when they stay for as long as the data do. */
export interface Axis {
  readonly edges: readonly number[];
  readonly lasting: boolean;
}

/** Edges of about twenty bins at round numbers over the values of these orders; none where there are no values. */
export async function numericEdges(
  db: Connection,
  rows: FilteredRows,
  column: NumericColumn,
): Promise<readonly number[]> {
  const spread = await spreadOf(db, rows, column);
  return spread === null ? [] : niceEdges(spread, unitOf(column));
}

/** The edges between bands of amounts at round numbers, from few orders to few orders; none where there are no amounts. */
export async function amountBands(
  db: Connection,
  rows: FilteredRows,
  column: NumericColumn,
): Promise<readonly number[]> {
  const spread = await spreadOf(db, rows, column);
  return spread === null ? [] : bandEdges(spread, unitOf(column));
}

/** Orders per bin, and missing ones; orders beyond the edges belong to the outermost bins. */
export async function numericBins(
  db: Connection,
  rows: FilteredRows,
  column: NumericColumn,
  { edges: bounds, lasting }: Axis,
  amount: Sql,
): Promise<readonly Bin[]> {
  const value = id(column.name);
  const inner = bounds.slice(1, -1).map((edge) => edgeLiteral(edge, column.type));
  const number = binNumber(value, inner);
  // Comparing every order with the edges costs several times what counting them does.
  const key = lasting ? rows.from.prepared(number) : number;
  const figures = figuresByKey(await countByKey(db, rows, key, amount));
  return [
    ...bounds.slice(0, -1).map((_, index) => rangeBin(column, bounds, index, figures.get(index) ?? noFigures)),
    ...missingBin(column.name, figures.get(missingKey)),
  ];
}

/** The bin of missing values, where there are any. */
export function missingBin(column: string, figures: BinFigures | undefined): readonly Bin[] {
  if (figures === undefined) return [];
  const clause = { kind: 'in' as const, column, values: [null] };
  return [{ kind: 'missing', label: null, min: null, max: null, ...figures, clause }];
}

/** Infinite values of a double column belong to the outermost bins, which are then open. */
function rangeBin(column: NumericColumn, bounds: readonly number[], index: number, figures: BinFigures): Bin {
  const open = (edge: number | undefined): number | null =>
    edge === undefined || !Number.isFinite(edge) ? null : edge;
  const last = index === bounds.length - 2;
  const min = index === 0 && column.type === 'double' ? null : open(bounds[index]);
  const max = last && column.type === 'double' ? null : open(bounds[index + 1]);
  return {
    kind: 'range',
    label: null,
    min: open(bounds[index]),
    max: open(bounds[index + 1]),
    ...figures,
    clause: { kind: 'range', column: column.name, min, max },
  };
}

const unitOf = ({ type, currency }: NumericColumn): number =>
  type === 'double' ? 0 : type === 'int' ? 1 : 10 ** currencyDigits(currency);

const edgeLiteral = (edge: number, type: NumericColumn['type']): Sql =>
  type === 'double' ? sql`CAST(${edge} AS DOUBLE)` : sql`CAST(${edge} AS BIGINT)`;

/** Quantiles come from about this many orders, evenly over the history, unless the filter leaves too few of them. */
const sample = 20_000;
const tooFew = 200;

async function spreadOf(db: Connection, rows: FilteredRows, column: NumericColumn): Promise<Spread | null> {
  const every = Math.max(1, Math.ceil(column.ordersAll / sample));
  const sampled = await spreadWith(db, rows, column, every);
  return sampled !== null && sampled.seen < tooFew && every > 1 ? spreadWith(db, rows, column, 1) : sampled;
}

async function spreadWith(
  db: Connection,
  { from, where }: FilteredRows,
  { name, type }: NumericColumn,
  every: number,
): Promise<(Spread & { readonly seen: number }) | null> {
  const value = type === 'double' ? sql`CASE WHEN isfinite(${id(name)}) THEN ${id(name)} END` : id(name);
  const picked = every === 1 ? sql`TRUE` : sql`seq % ${every} = 0`;
  const row = await db.first(sql`
    SELECT lo, hi, seen, q[1] AS q02, q[2] AS q50, q[3] AS q98 FROM (
      SELECT min(v) AS lo, max(v) AS hi, count(v) FILTER (WHERE picked) AS seen,
        quantile_disc(v, [0.02, 0.5, 0.98]) FILTER (WHERE picked) AS q
      FROM (SELECT ${value} AS v, ${picked} AS picked FROM ${from} WHERE ${where}))`);
  if (typeof row?.['lo'] !== 'number' || typeof row['hi'] !== 'number') return null;
  const { lo, hi } = row;
  const or = (quantile: unknown, otherwise: number): number => (typeof quantile === 'number' ? quantile : otherwise);
  const seen = Number(row['seen']);
  return { lo, hi, seen, q02: or(row['q02'], lo), q50: or(row['q50'], (lo + hi) / 2), q98: or(row['q98'], hi) };
}
