import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { cardCandidate, type CardMasker } from './card-number.ts';
import {
  columnNamed,
  joinedKey,
  rowsOf,
  textOf,
  trimmed,
  type JoinedColumns,
  type SourceTable,
} from './source-table.ts';

/**
 * The same source with card numbers replaced in joined columns: each part alone may be none (`411111` and
 * `1111111111`). Only rows where digits meet at a join are looked at. `name` is a prefix of the tables made.
 */
export async function maskJoined(
  db: Connection,
  source: SourceTable,
  joins: readonly JoinedColumns[],
  masker: CardMasker,
  name: string,
): Promise<SourceTable> {
  let masked = source;
  for (const [i, join] of joins.entries()) masked = await maskOne(db, masked, join, `${name}_joined_${i}`, masker);
  return masked;
}

async function maskOne(
  db: Connection,
  source: SourceTable,
  columns: JoinedColumns,
  table: string,
  masker: CardMasker,
): Promise<SourceTable> {
  const text = textOf(source, { from: [...columns.headers] }, columns);
  const parts = columns.headers.map((header) => trimmed(columnNamed(source, header)));
  const meets = parts.slice(1).map((part, i) => sql`(${endsIn(parts[i] ?? part)} AND ${beginsWith(part)})`);
  if (meets.length === 0) return source;
  // Where parts may be missing, any two can meet.
  const near = columns.whole ? sql`(${join(meets, sql` OR `)})` : sql`TRUE`;
  const where = sql`${near} AND regexp_matches(${text}, ${literal(cardCandidate)})`;
  const hits = await replaceTable(
    db,
    sql`SELECT ${text} AS v FROM ${rowsOf(source, columns.headers)} WHERE ${where}`,
    table,
    masker.mask,
  );
  if (hits === 0) return source;
  const { headers } = columns;
  const masked = sql`${id(table)}.masked`;
  const whole = { headers, text: sql`coalesce(${masked}, ${text})`, masked, join: replacedBy(table, text) };
  return { ...source, joined: new Map([...source.joined, [joinedKey(columns), whole]]) };
}

/** The join to a table of `replaceTable`. */
export const replacedBy = (table: string, text: Sql): Sql => sql`LEFT JOIN ${id(table)} ON ${id(table)}.raw = ${text}`;

const isDigit = (character: Sql): Sql => sql`(${character} BETWEEN '0' AND '9' OR ${character} BETWEEN '０' AND '９')`;
const endsIn = (text: Sql): Sql => isDigit(sql`right(CAST(${text} AS VARCHAR), 1)`);
const beginsWith = (text: Sql): Sql => isDigit(sql`left(CAST(${text} AS VARCHAR), 1)`);

/**
 * Makes `table(raw, masked)` of the distinct values (`v`) that hold a card number; answers how many values did, counted
 * with their repetitions. No table is made when that is 0.
 */
export async function replaceTable(
  db: Connection,
  values: Sql,
  table: string,
  mask: CardMasker['mask'],
): Promise<number> {
  await db.run(sql`CREATE TEMP TABLE ${id(`${table}_all`)} (line BIGINT, raw VARCHAR, masked VARCHAR)`);
  const appender = await openTextAppender(db, `${table}_all`, 2);
  const { columns } = await db.batch(sql`SELECT v, count(*) AS n FROM (${values}) WHERE v IS NOT NULL GROUP BY v`);
  const [texts, counts] = columns;
  let hits = 0;
  if (texts?.kind === 'texts' && counts?.kind === 'numbers')
    for (const [i, raw] of texts.values.entries()) {
      if (raw === null) continue;
      const masked = mask(raw);
      if (masked === raw) continue;
      hits += counts.values[i] ?? 0;
      appender.append(0, [raw, masked]);
    }
  appender.flush();
  appender.close();
  if (hits > 0) await db.run(sql`CREATE TEMP TABLE ${id(table)} AS SELECT raw, masked FROM ${id(`${table}_all`)}`);
  await db.run(sql`DROP TABLE ${id(`${table}_all`)}`);
  return hits;
}
