import type { Bin } from '../model/explore.ts';
import type { Connection } from '../store/connection.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { id, literal, sql, type Sql } from '../store/sql.ts';
import { binNumber, countByKey, figuresByKey, missingKey, noFigures } from './bins.ts';
import { missingBin } from './numeric-profile.ts';

/** Orders by hour of day in the project's zone: 24 bins. */
export async function hourBins(db: Connection, rows: FilteredRows, amount: Sql): Promise<readonly Bin[]> {
  const figures = figuresByKey(await countByKey(db, rows, id('hour'), amount));
  return Array.from({ length: 24 }, (_, hour) => ({
    kind: 'hour',
    label: null,
    min: hour,
    max: hour + 1,
    ...(figures.get(hour) ?? noFigures),
    clause: { kind: 'hour', from: hour, to: hour + 1 },
  }));
}

const hour = 3_600_000;
const day = 24 * hour;

/** Widths of time bins: a length in ms to choose by, the interval itself and the unit its first edge is cut to. */
const widths = [
  { length: hour, interval: '1 hour', unit: 'hour' },
  { length: 6 * hour, interval: '6 hours', unit: 'day' },
  { length: day, interval: '1 day', unit: 'day' },
  { length: 7 * day, interval: '7 days', unit: 'week' },
  { length: 30 * day, interval: '1 month', unit: 'month' },
  { length: 91 * day, interval: '3 months', unit: 'quarter' },
  { length: 365 * day, interval: '1 year', unit: 'year' },
  { length: 3650 * day, interval: '10 years', unit: 'decade' },
  { length: 36_500 * day, interval: '100 years', unit: 'century' },
] as const;
const wanted = 20;

/** At most about twenty calendar bins of another time column (hours to centuries), and one of missing values. */
export async function timeBins(
  db: Connection,
  rows: FilteredRows,
  column: string,
  timezone: string,
  amount: Sql,
): Promise<readonly Bin[]> {
  const bounds = await calendarEdges(db, rows, column, timezone);
  const inner = bounds.slice(1, -1).map((edge) => sql`CAST(${iso(edge)} AS TIMESTAMPTZ)`);
  const figures = figuresByKey(await countByKey(db, rows, binNumber(id(column), inner), amount));
  const bins = bounds.slice(0, -1).map((min, index): Bin => {
    const max = bounds[index + 1] ?? min;
    const clause = { kind: 'time' as const, column, from: iso(min), to: iso(max) };
    return { kind: 'range', label: null, min, max, ...(figures.get(index) ?? noFigures), clause };
  });
  return [...bins, ...missingBin(column, figures.get(missingKey))];
}

export const iso = (epochMs: number): string => new Date(epochMs).toISOString();

export async function calendarEdges(
  db: Connection,
  { from, where }: FilteredRows,
  column: string,
  timezone: string,
): Promise<readonly number[]> {
  const range = await db.first(sql`
    SELECT min(${id(column)}) AS lo, max(${id(column)}) AS hi FROM ${from} WHERE ${where}`);
  const [lo, hi] = [range?.['lo'], range?.['hi']];
  if (typeof lo !== 'number' || typeof hi !== 'number') return [];
  const width = widths.find(({ length }) => (hi - lo) / length <= wanted) ?? widths[widths.length - 1];
  if (width === undefined) return [];
  // Literals: DuckDB numbers bound values of AT TIME ZONE in another order than they are written.
  const [first, beyond] = [literal(iso(Math.floor(lo))), literal(iso(Math.ceil(hi) + 1))];
  const [zone, unit, interval] = [literal(timezone), literal(width.unit), literal(width.interval)];
  const edges = await db.rows(sql`
    SELECT DISTINCT unnest(generate_series(
      date_trunc(${unit}, CAST(${first} AS TIMESTAMPTZ) AT TIME ZONE ${zone}),
      (CAST(${beyond} AS TIMESTAMPTZ) AT TIME ZONE ${zone}) + CAST(${interval} AS INTERVAL),
      CAST(${interval} AS INTERVAL))) AT TIME ZONE ${zone} AS edge
    ORDER BY edge`);
  return edges.flatMap(({ edge }) => (typeof edge === 'number' ? [edge] : [])).slice(0, upTo(edges, hi));
}

/** How many edges reach just beyond `hi`. */
function upTo(edges: readonly { readonly [name: string]: unknown }[], hi: number): number {
  const beyond = edges.findIndex(({ edge }) => typeof edge === 'number' && edge > hi);
  return beyond < 0 ? edges.length : beyond + 1;
}
