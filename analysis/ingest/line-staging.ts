import type { ImportWarning } from '../model/import-report.ts';
import { lineColumns, type LineColumnName } from '../model/order-lines.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { digitsOf, foreignSign } from './currency-reading.ts';
import type { LineSources } from './line-columns.ts';
import * as money from './money-reading.ts';
import { headersOf, joiningOf, sourceLabel, textOf, type SourceTable } from './source-table.ts';

/** Headers the columns of lines are read from. */
export const lineHeaders = (sources: LineSources): readonly string[] => Object.values(sources).flatMap(headersOf);

/** The cells of lines as texts, to select from a source beside the line: `sku, name …`, those not mapped NULL. */
export function lineTexts(source: SourceTable, sources: LineSources): Sql {
  return join(
    lineColumns.map(({ name }) => {
      const entry = sources[name];
      const text = entry === undefined ? sql`NULL` : sql`nullif(${textOf(source, entry, joiningOf(name))}, '')`;
      return sql`CAST(${text} AS VARCHAR) AS ${id(name)}`;
    }),
    sql`, `,
  );
}

/**
 * Makes the table `line_values(line, source_line, order_id, currency, sku … amount, reason, source)` of `line_cells`, a table
 * of texts with `line` (each its own, in their order), `source_line` of the file, `order_id, currency`: money in minor units of the currency; a line without an amount of its own has unit
 * price × pieces. `reason` says what could not be read, which is NULL there, under the header `source`.
 */
export async function readLineValues(db: Connection, sources: LineSources): Promise<void> {
  for (const column of ['unit_price', 'amount'] as const) await readMoney(db, column);
  const pieces = sql`regexp_replace(translate(c.quantity, '０１２３４５６７８９，', '0123456789,'), '[.]0+$', '')`;
  const whole = sql`regexp_full_match(replace(${pieces}, ',', ''), '-?[0-9]{1,9}')`;
  const label = (name: LineColumnName): Sql => literal(sourceLabel(sources[name]) ?? '');
  await db.run(sql`
    CREATE TEMP TABLE line_values AS
    SELECT * EXCLUDE (own, product),
      coalesce(own, CASE WHEN abs(product) < 9007199254740992 THEN CAST(product AS BIGINT) END) AS amount
    FROM (SELECT *, CAST(unit_price AS HUGEINT) * quantity AS product FROM (
      SELECT c.line, c.source_line, c.order_id, c.currency, c.sku, c.name, c.category, p.minor AS unit_price, a.minor AS own,
        CASE WHEN ${whole} THEN CAST(replace(${pieces}, ',', '') AS BIGINT) END AS quantity,
        CASE WHEN p.reason IS NOT NULL THEN p.reason WHEN a.reason IS NOT NULL THEN a.reason
          WHEN c.quantity IS NOT NULL AND NOT ${whole} THEN 'quantity-unreadable' END AS reason,
        nullif(CASE WHEN p.reason IS NOT NULL THEN ${label('unit_price')} WHEN a.reason IS NOT NULL THEN ${label('amount')}
          ELSE ${label('quantity')} END, '') AS source
      FROM line_cells AS c LEFT JOIN line_unit_price AS p ON p.line = c.line LEFT JOIN line_amount AS a ON a.line = c.line))`);
}

/** Makes `line_<column>(line, minor, reason)` of the cells that say something. */
async function readMoney(db: Connection, column: 'unit_price' | 'amount'): Promise<void> {
  const text = id(column);
  const cells = id(`line_${column}_cells`);
  await db.run(sql`
    CREATE TEMP TABLE ${cells} AS
    SELECT line, currency, amount_cell, CASE WHEN foreign_sign THEN 's' ELSE ${money.amountShape(sql`amount_cell`)} END AS shape
    FROM (SELECT line, currency, ${money.cleanAmount(text)} AS amount_cell, ${foreignSign(text, sql`currency`)} AS foreign_sign
      FROM line_cells WHERE ${text} IS NOT NULL)`);
  const seen = await money.marksSeen(db, cells);
  const digits = digitsOf(null, sql`currency`);
  const { minor, reason } = money.textMoney(digits);
  await db.run(sql`
    CREATE TEMP TABLE ${id(`line_${column}`)} AS
    SELECT line, CASE WHEN reason IS NULL THEN minor END AS minor, reason FROM (
      SELECT line, ${minor} AS minor, ${reason} AS reason FROM ${money.moneyParts(cells, seen, digits)})`);
  await db.run(sql`DROP TABLE ${cells}`);
}

/** Whether a line says anything of its goods. */
export const saysGoods = sql`coalesce(sku, name, category, CAST(unit_price AS VARCHAR), CAST(quantity AS VARCHAR), CAST(amount AS VARCHAR)) IS NOT NULL`;

const columns = join(
  lineColumns.map(({ name }) => id(name)),
  sql`, `,
);

/** Writes lines of a relation shaped like `line_values` as Parquet with the columns of `order_lines`, numbered within their orders. */
export async function writeLines(db: Connection, lines: Sql, path: string): Promise<void> {
  await db.run(sql`
    COPY (SELECT order_id, CAST(row_number() OVER (PARTITION BY order_id ORDER BY line) AS INTEGER) AS line, ${columns},
        currency, source_line FROM ${lines} ORDER BY line)
    TO ${literal(path)} (FORMAT parquet, COMPRESSION snappy)`);
}

/** Cells of lines that could not be read and were taken as empty, by their header. */
export async function unreadLines(db: Connection): Promise<ImportWarning[]> {
  const rows = await db.rows(
    sql`SELECT source, count(*) AS n FROM line_values WHERE reason IS NOT NULL GROUP BY source ORDER BY source`,
  );
  return rows.map((row) => ({
    code: 'value-unreadable',
    params: { column: String(row['source'] ?? ''), rows: Number(row['n']) },
  }));
}
