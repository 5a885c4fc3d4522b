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
 * different values. Windows that touch are one run. Answers seq, `s0` …, `part` (number of the run), `within` (the most
 * different values in a window of the order), and `behind` and `held`: different values and orders in the window that ends with it.
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
    counted AS (SELECT *, count(DISTINCT what) OVER ending AS behind, count(*) OVER ending AS held FROM many
      WINDOW ending AS (${inTime} RANGE BETWEEN ${length} PRECEDING AND CURRENT ROW)),
    reached AS (SELECT *, max(behind) OVER (${inTime} RANGE BETWEEN CURRENT ROW AND ${length} FOLLOWING) AS "within" FROM counted),
    kept AS (SELECT *, lag(ordered_at) OVER (${inTime}, seq) AS before FROM reached WHERE "within" >= ${least})
    SELECT seq, ${shared}, "within", behind, held,
      count_if(before IS NULL OR ordered_at - before > ${length}) OVER (${inTime}, seq) AS part
    FROM kept)`;
}

/**
 * The same with `most` of the run: its most different values in a window, and `usual`: orders of `all` with the same first key that
 * lie outside the fullest such window.
 */
export function runsBesides(asked: RunsAsked, all: Sql): Sql {
  const [key = ''] = asked.by;
  return sql`(
    WITH own AS (SELECT ${id(key)} AS s0, count(*) AS n FROM ${all} GROUP BY 1),
    fullest AS (SELECT *, max("within") OVER (PARTITION BY s0, part) AS most FROM ${runs(asked)})
    SELECT f.* EXCLUDE (behind, held), n - max(held) FILTER (behind = most) OVER (PARTITION BY s0, part) AS usual
    FROM fullest AS f JOIN own USING (s0))`;
}
