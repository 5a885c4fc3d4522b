import type { Connection } from '../store/connection.ts';
import { eachCodes } from '../store/number-rows.ts';
import { sql, type Sql } from '../store/sql.ts';
import { untilWhole } from '../store/streamed.ts';
import type { Categories } from './prebin.ts';

/** Rows in the order of `seq`, to select from. */
export interface ReadRows {
  readonly db: Connection;
  readonly from: Sql;
  readonly count: number;
}

/** Categories that have a name; the most frequent. */
const mostNamed = 1000;

/** Numbers of every order, NaN where there is none. */
export async function numbersOf({ db, from, count }: ReadRows, value: Sql): Promise<Float64Array> {
  const found = new Float64Array(count);
  await read(db, sql`SELECT coalesce(${value}, 'NaN'::DOUBLE) FROM ${from}`, (column, at) => found.set(column, at));
  return found;
}

/** Small whole numbers of every order. */
export async function codesOf({ db, from, count }: ReadRows, value: Sql): Promise<Uint8Array> {
  const found = new Uint8Array(count);
  await read(db, sql`SELECT (${value})::UTINYINT FROM ${from}`, (column, at) => found.set(column, at));
  return found;
}

/** Texts of every order as categories, the most frequent among orders that a condition holds of first: those alone say who has a name. */
export async function categoriesOf({ db, from, count }: ReadRows, value: Sql, among: Sql): Promise<Categories> {
  const named = sql`(SELECT v, (row_number() OVER (ORDER BY n DESC, v))::INTEGER AS code
    FROM (SELECT ${value} AS v, count(*) FILTER (WHERE ${among}) AS n FROM ${from} WHERE ${value} IS NOT NULL GROUP BY ALL))`;
  const rows = await db.rows(sql`SELECT v FROM ${named} WHERE code <= ${mostNamed} ORDER BY code`);
  const names = rows.map((row) => String(row['v']));
  const codes = new Uint16Array(count);
  const query = sql`SELECT (CASE WHEN r.v IS NULL THEN 0 ELSE least(coalesce(n.code, ${mostNamed + 1}), ${names.length + 1}) END)::USMALLINT
    FROM (SELECT seq, ${value} AS v FROM ${from}) AS r LEFT JOIN ${named} AS n ON n.v = r.v ORDER BY r.seq`;
  await read(db, query, (column, at) => codes.set(column, at));
  return { codes, names };
}

/** One column from its first row to its last. */
async function read(db: Connection, query: Sql, take: (column: ArrayLike<number>, at: number) => void): Promise<void> {
  await untilWhole(async () => {
    let at = 0;
    await eachCodes(db, query, ([column], rows) => {
      if (column !== undefined) take(column, at);
      at += rows;
    });
  });
}
