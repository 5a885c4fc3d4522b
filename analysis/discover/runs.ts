import { id, join, literal, sql, type Sql } from '../store/sql.ts';

export interface RunsAsked {
  /** Orders to look at, with the columns named here. */
  readonly from: Sql;
  /** Columns that the orders of a run share. */
  readonly by: readonly string[];
  /** Column whose different values are counted. */
  readonly of: string;
  readonly least: number;
  /** As DuckDB writes an interval, `24 hours`. */
  readonly within: string;
}

/**
 * Runs of orders: of those that share the `by` columns, every order that lies in some window of that length with at least so many
 * different values. Windows that touch are one run. Answers seq, `s0` …, `part` (number of the run) and `within` (the most
 * different values in a window of the order).
 */
export function runs({ from, by, of, least, within }: RunsAsked): Sql {
  const shared = join(
    by.map((_, at) => id(`s${at}`)),
    sql`, `,
  );
  const named = join(
    by.map((column, at) => sql`${id(column)} AS ${id(`s${at}`)}`),
    sql`, `,
  );
  const filled = join(
    [...by, of].map((column) => sql`${id(column)} IS NOT NULL`),
    sql` AND `,
  );
  const length = sql`INTERVAL ${literal(within)}`;
  const inTime = sql`PARTITION BY ${shared} ORDER BY ordered_at`;
  return sql`(
    WITH looked AS (SELECT seq, ordered_at, ${named}, ${id(of)} AS what FROM ${from} WHERE ${filled}),
    many AS (SELECT * FROM looked QUALIFY count(*) OVER (PARTITION BY ${shared}) >= ${least}),
    counted AS (SELECT *, count(DISTINCT what) OVER (${inTime} RANGE BETWEEN ${length} PRECEDING AND CURRENT ROW) AS behind FROM many),
    reached AS (SELECT *, max(behind) OVER (${inTime} RANGE BETWEEN CURRENT ROW AND ${length} FOLLOWING) AS "within" FROM counted),
    kept AS (SELECT *, lag(ordered_at) OVER (${inTime}, seq) AS before FROM reached WHERE "within" >= ${least})
    SELECT seq, ${shared}, "within",
      count_if(before IS NULL OR ordered_at - before > ${length}) OVER (${inTime}, seq) AS part
    FROM kept)`;
}
