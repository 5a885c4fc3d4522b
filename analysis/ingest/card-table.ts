import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { cardCandidate, type CardMasker } from './card-number.ts';
import { columnNamed, joinedKey, textOf, trimmed, type JoinedColumns, type SourceTable } from './source-table.ts';

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
  const text = textOf(source, { from: [...columns.headers] }, columns.separator);
  const parts = columns.headers.map((header) => trimmed(columnNamed(source, header)));
  const meets = parts.slice(1).map((part, i) => sql`(${endsIn(parts[i] ?? part)} AND ${beginsWith(part)})`);
  if (meets.length === 0) return source;
  const where = sql`(${join(meets, sql` OR `)}) AND regexp_matches(${text}, ${literal(cardCandidate)})`;
  if (!(await replaceTable(db, sql`SELECT ${text} AS v FROM ${source.from} WHERE ${where}`, table, masker)))
    return source;
  const as = id(table);
  return {
    ...source,
    from: sql`${source.from} LEFT JOIN ${as} ON ${as}.raw = ${text}`,
    joined: new Map([...source.joined, [joinedKey(columns), sql`coalesce(${as}.masked, ${text})`]]),
  };
}

const isDigit = (character: Sql): Sql => sql`(${character} BETWEEN '0' AND '9' OR ${character} BETWEEN '０' AND '９')`;
const endsIn = (text: Sql): Sql => isDigit(sql`right(CAST(${text} AS VARCHAR), 1)`);
const beginsWith = (text: Sql): Sql => isDigit(sql`left(CAST(${text} AS VARCHAR), 1)`);

/** Makes `table(raw, masked)` of the distinct values (`v`) that hold a card number; false when there is none. */
export async function replaceTable(db: Connection, values: Sql, table: string, masker: CardMasker): Promise<boolean> {
  await db.run(sql`CREATE TEMP TABLE ${id(`${table}_all`)} (line BIGINT, raw VARCHAR, masked VARCHAR)`);
  const appender = await openTextAppender(db, `${table}_all`, 2);
  let any = false;
  for (const row of await db.rows(sql`SELECT DISTINCT v FROM (${values}) WHERE v IS NOT NULL`)) {
    const raw = String(row['v']);
    const masked = masker.mask(raw);
    if (masked === raw) continue;
    any = true;
    appender.append(0, [raw, masked]);
  }
  appender.flush();
  appender.close();
  if (any) await db.run(sql`CREATE TEMP TABLE ${id(table)} AS SELECT raw, masked FROM ${id(`${table}_all`)}`);
  await db.run(sql`DROP TABLE ${id(`${table}_all`)}`);
  return any;
}
