import type { ImportWarning } from '../model/import-report.ts';
import { rowsAreLines, type ColumnSource, type Mapping } from '../model/mapping.ts';
import type { LineSources } from './line-columns.ts';
import { lineHeaders, lineTexts, readLineValues, saysGoods, unreadLines, writeLines } from './line-staging.ts';
import { listedLines, listSources } from './listed-lines.ts';
import type { Connection } from '../store/connection.ts';
import { join, literal, sql, type Sql } from '../store/sql.ts';
import { columnNamed, headersOf, joiningOf, rowsOf, textOf, trimmed, type SourceTable } from './source-table.ts';

/**
 * Takes rows that are further lines of an order out of `keys` into `order_lines(line, first)`: those with the id of an
 * earlier readable row (`first`) that say the same time and amount, or nothing. A row that says another is no line of it
 * and stays, to be refused as a repeated id. Answers how many lines there are.
 */
export async function takeLines(db: Connection): Promise<number> {
  await db.run(sql`
    CREATE TEMP TABLE order_lines AS
    SELECT k.line, f.line AS first FROM keys AS k
    JOIN (SELECT event_id, min(line) AS line, min_by(at_us, line) AS at_us, min_by(amount, line) AS amount,
        min_by(currency, line) AS currency FROM keys WHERE reason IS NULL GROUP BY event_id) AS f USING (event_id)
    WHERE k.line <> f.line AND coalesce(k.at_us = f.at_us, TRUE)
      AND (k.reason IS NOT NULL OR (k.amount = f.amount AND k.currency IS NOT DISTINCT FROM f.currency))
      AND (k.reason IS NULL OR k.reason IN ('time-missing', 'amount-missing', 'currency'))`);
  await db.run(sql`DELETE FROM keys WHERE line IN (SELECT line FROM order_lines)`);
  return Number((await db.first(sql`SELECT count(*) AS n FROM order_lines`))?.['n'] ?? 0);
}

/** What the lines of an order say together: their goods as one text, and how many pieces. */
export interface LineItems {
  /** To put behind the accepted rows `k`. */
  readonly join: Sql;
  readonly items: Sql;
  readonly quantity: Sql;
}

/** Gathers the goods of every accepted order from its lines, in a table `line_items(first, items, quantity)`. */
export async function gatherLines(db: Connection, source: SourceTable, mapping: Mapping): Promise<LineItems | null> {
  const { lines, columns } = mapping;
  if (lines === undefined || !rowsAreLines(mapping)) return null;
  const { items_summary: goods, item_quantity: pieces } = columns;
  const none = sql`CAST(NULL AS VARCHAR)`;
  const text = (entry: ColumnSource | undefined, name: string): Sql =>
    entry === undefined ? none : textOf(source, entry, joiningOf(name));
  const only = lines.only;
  const counts = isGoods(source, lines);
  const read = [...headersOf(goods), ...headersOf(pieces), ...(only === undefined ? [] : [only.from])];
  await db.run(sql`
    CREATE TEMP TABLE line_items AS
    SELECT first, string_agg(goods, ', ' ORDER BY line) AS items, sum(pieces)::BIGINT AS quantity FROM (
      SELECT r.line, coalesce(l.first, r.line) AS first, r.goods,
        CASE WHEN regexp_full_match(r.pieces, '[0-9]{1,9}') THEN CAST(r.pieces AS BIGINT) END AS pieces
      FROM (SELECT ${source.line} AS line, ${text(goods, 'items_summary')} AS goods,
          regexp_replace(${text(pieces, 'item_quantity')}, '[.]0+$', '') AS pieces
        FROM ${rowsOf(source, read)} WHERE ${counts}) AS r
      LEFT JOIN order_lines AS l ON l.line = r.line)
    WHERE first IN (SELECT line FROM keys) GROUP BY first`);
  return {
    join: sql` LEFT JOIN line_items ON line_items.first = k.line`,
    items: sql`line_items.items`,
    quantity: sql`line_items.quantity`,
  };
}

function isGoods(source: SourceTable, { only }: NonNullable<Mapping['lines']>): Sql {
  if (only === undefined) return sql`TRUE`;
  const values = join(only.values.map(literal), sql`, `);
  return sql`coalesce(list_contains([${values}], ${trimmed(columnNamed(source, only.from))}), FALSE)`;
}

/** Where the columns of lines stand in a file of orders, or in the objects of a list of theirs. */
export function linesIn({ lines, columns }: Mapping): LineSources {
  if (lines?.list !== undefined) return lines.columns ?? {};
  return {
    ...(columns.items_summary === undefined ? {} : { name: columns.items_summary }),
    ...(columns.item_quantity === undefined ? {} : { quantity: columns.item_quantity }),
    ...lines?.columns,
  };
}

/** What was staged of the lines of accepted orders. */
export interface StagedOrderLines {
  readonly path: string;
  readonly rows: number;
  readonly warnings: readonly ImportWarning[];
}

/** Writes the goods of accepted orders as lines, Parquet with the columns of `order_lines`; null where the mapping tells of none. */
export async function writeOrderLines(
  db: Connection,
  source: SourceTable,
  mapping: Mapping,
  path: string,
): Promise<StagedOrderLines | null> {
  const { lines } = mapping;
  const sources = linesIn(mapping);
  if (lines === undefined || Object.keys(sources).length === 0) return null;
  await db.run(sql`
    CREATE TEMP TABLE line_cells AS
    ${lines.list === undefined ? rowLines(source, mapping, sources) : listedLines(source, lines.list, lines)}`);
  await readLineValues(db, lines.list === undefined ? sources : listSources(lines.list, sources));
  const said = sql`(SELECT * FROM line_values WHERE ${saysGoods})`;
  await writeLines(db, said, path);
  const rows = Number((await db.first(sql`SELECT count(*) AS n FROM ${said}`))?.['n'] ?? 0);
  return rows === 0 ? null : { path, rows, warnings: await unreadLines(db) };
}

/** The rows of accepted orders that are goods, as `readLineValues` takes them. */
function rowLines(source: SourceTable, { lines = {} }: Mapping, sources: LineSources): Sql {
  const read = [...lineHeaders(sources), ...(lines.only === undefined ? [] : [lines.only.from])];
  return sql`
    SELECT r.*, r.line AS source_line, k.event_id AS order_id, k.currency FROM (
      SELECT ${source.line} AS line, ${lineTexts(source, sources)} FROM ${rowsOf(source, read)} WHERE ${isGoods(source, lines)}) AS r
    LEFT JOIN order_lines AS l ON l.line = r.line JOIN keys AS k ON k.line = coalesce(l.first, r.line)`;
}
