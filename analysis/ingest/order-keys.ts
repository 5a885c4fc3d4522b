import { ShinsaError } from '../model/failure.ts';
import type { ImportWarning } from '../model/import-report.ts';
import { alternativesOf, rowsAreLines, type ColumnSource, type Mapping } from '../model/mapping.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { constantCurrency, currencyCode, digitsOf, factorOf, foreignSign } from './currency-reading.ts';
import { note } from './noted-orders.ts';
import * as money from './money-reading.ts';
import { takeLines } from './order-lines.ts';
import {
  columnNamed,
  firstOf,
  headersOf,
  rowsOf,
  joiningOf,
  sourceLabel,
  textOf,
  trimmedText,
  type SourceTable,
} from './source-table.ts';
import { timeReading, timeRefused, tomorrow } from './time-reading.ts';
import { isAmbiguous, isNonexistent, toInstant, type Zone } from './zone.ts';

/** The table of rows that contradict an order: their `line`, and the order as the project has it. */
export const contradicted = sql`contradicted`;

/** What `checkOrders` needs beside the file; `existing` is a relation `event_id, at_us, amount, currency` of the project's orders. */
export interface OrderCheck {
  readonly source: SourceTable;
  readonly mapping: Mapping;
  readonly zone: Zone;
  readonly existing: Sql | null;
}

/**
 * Makes the tables `keys(line, event_id, at_us, amount, currency, …)` of accepted rows (`at` in µs UTC) and
 * `refused(line, reason, source)` of the others, and says what was odd, and how many rows are further lines of orders
 * (those stand in `order_lines`). With orders to compare with it makes `contradicted`, too.
 * Throws 'mapping-id-missing', 'mapping-time-missing' and 'mapping-column-missing'.
 */
export async function checkOrders(
  db: Connection,
  check: OrderCheck,
): Promise<{ readonly warnings: readonly ImportWarning[]; readonly lines: number }> {
  const { mapping } = check;
  const { amount, cells } = await readCells(db, check);
  const mixed = await judgeCells(db, check.zone, mapping, amount, cells);
  const lines = rowsAreLines(mapping) ? await takeLines(db) : 0;
  await refuse(db, mapping, check.existing);
  return { warnings: [...mixed, ...(await collisions(db, check)), ...(await oddities(db, mapping))], lines };
}

/** A mapped amount: text to be cleaned (of several columns the first that says one), a number, or a constant. Without one every row lacks its amount. */
interface AmountColumn {
  readonly cell: Sql;
  readonly type: string;
}

/** The cells the keys are made of: a table where the amounts are texts, which are looked at twice, else a query. */
async function readCells(
  db: Connection,
  check: OrderCheck,
): Promise<{ readonly amount: AmountColumn; readonly cells: Sql }> {
  const { source, mapping } = check;
  const { event_id: eventId, ordered_at: orderedAt } = mapping.columns;
  if (eventId === undefined) throw new ShinsaError('mapping-id-missing');
  if (orderedAt === undefined) throw new ShinsaError('mapping-time-missing');
  const time = await timeReading(db, source, orderedAt);
  const amount = amountColumn(source, mapping.columns.amount);
  const { blank, local, instant } = time.read(sql`time_cell`);
  const currency = currencyCode(mapping.columns.currency, source);
  const shape =
    amount.type === 'VARCHAR'
      ? sql`, CASE WHEN foreign_sign THEN 's' ELSE ${money.amountShape(sql`amount_cell`)} END AS shape`
      : nothing;
  const clean = amount.type === 'VARCHAR' ? money.cleanAmount(sql`amount_text`) : sql`amount_text`;
  const read = [eventId, orderedAt, mapping.columns.amount, mapping.columns.currency].flatMap(headersOf);
  const foreign = amount.type === 'VARCHAR' ? foreignSign(sql`amount_text`, sql`currency`) : sql`false`;
  const cells = sql`
    SELECT * EXCLUDE (time_cell, foreign_sign), ${blank} AS no_time, ${local} AS local, ${instant} AS instant${shape} FROM (
      SELECT * EXCLUDE (amount_text), ${clean} AS amount_cell, ${foreign} AS foreign_sign FROM (
        SELECT ${source.line} AS line, ${textOf(source, eventId, joiningOf('event_id'))} AS event_id, ${time.input} AS time_cell,
          ${currency} AS currency, ${amount.cell} AS amount_text
        FROM ${rowsOf(source, read)}))`;
  if (amount.type !== 'VARCHAR') return { amount, cells: sql`(${cells})` };
  await db.run(sql`CREATE TEMP TABLE cells AS ${cells}`);
  return { amount, cells: sql`cells` };
}

function amountColumn(source: SourceTable, entry: ColumnSource | undefined): AmountColumn {
  const [header, ...others] = headersOf(entry);
  if (header === undefined) {
    const constant = typeof entry === 'object' && 'value' in entry ? literal(String(entry.value)) : sql`NULL`;
    return { cell: sql`CAST(${constant} AS VARCHAR)`, type: 'VARCHAR' };
  }
  if (others.length > 0) {
    const texts = [header, ...others].map((name) =>
      trimmedText(sql`CAST(${columnNamed(source, name).raw} AS VARCHAR)`),
    );
    return { cell: firstOf(texts), type: 'VARCHAR' };
  }
  const { raw, rawType, tidy } = columnNamed(source, header);
  return { cell: rawType === 'VARCHAR' && !tidy ? trimmedText(raw) : raw, type: rawType };
}

async function judgeCells(
  db: Connection,
  zone: Zone,
  mapping: Mapping,
  amount: AmountColumn,
  read: Sql,
): Promise<ImportWarning[]> {
  const constant = constantCurrency(mapping);
  const digits = digitsOf(constant, sql`currency`);
  const text = amount.type === 'VARCHAR';
  const seen = text ? await money.marksSeen(db, read) : null;
  const reading =
    seen === null
      ? money.numberMoney(sql`amount_cell`, amount.type, factorOf(constant, digits))
      : money.textMoney(digits);
  const cells = seen === null ? read : money.moneyParts(read, seen, digits);
  const missing = mapping.columns.amount === undefined ? sql`'amount-missing'` : reading.reason;
  await db.run(sql`
    CREATE TEMP TABLE keys AS
    SELECT line, event_id, at_us, currency, ${reading.minor} AS amount, ambiguous, nonexistent, CASE
      WHEN event_id IS NULL THEN 'id-missing'
      WHEN ${timeRefused} IS NOT NULL THEN ${timeRefused}
      WHEN currency IS NULL THEN 'currency'
      ELSE ${missing} END AS reason
    FROM (SELECT *, coalesce(instant, ${toInstant(zone, sql`local`)}) AS at_us,
      instant IS NULL AND ${isAmbiguous(zone, sql`local`)} AS ambiguous,
      instant IS NULL AND ${isNonexistent(zone, sql`local`)} AS nonexistent FROM ${cells})`);
  await db.run(sql`DROP TABLE IF EXISTS cells`);
  return seen !== null && money.marksMixed(seen)
    ? [
        {
          code: 'decimal-marks-mixed',
          params: { column: sourceLabel(mapping.columns.amount) ?? '', rows: seen.undecided },
        },
      ]
    : [];
}

/** Takes refused rows out of `keys`: unreadable ones, then repeated ids (the first stays), then rows that
 * contradict an order of the project: its time, currency and amount are what was screened, and a later one (the rest of a
 * cancelled order) would be hindsight. */
async function refuse(db: Connection, mapping: Mapping, existing: Sql | null): Promise<void> {
  const { event_id: eventId, ordered_at: orderedAt, amount, currency } = mapping.columns;
  const label = (entry: ColumnSource | undefined): Sql => literal(sourceLabel(entry) ?? '');
  await db.run(sql`
    CREATE TEMP TABLE refused AS
    SELECT line, CASE reason WHEN 'currency' THEN 'amount-unreadable' ELSE reason END AS reason,
      nullif(CASE WHEN starts_with(reason, 'id') THEN ${label(eventId)} WHEN starts_with(reason, 'time') THEN ${label(orderedAt)}
        WHEN reason = 'currency' THEN ${label(currency)} ELSE ${label(amount)} END, '') AS source
    FROM keys WHERE reason IS NOT NULL`);
  await dropRefused(db);
  await db.run(sql`
    CREATE TEMP TABLE repeated AS
    WITH suspects AS (
      SELECT line, event_id FROM keys WHERE hash(event_id) IN (
        SELECT hashed FROM (SELECT hash(event_id) AS hashed FROM keys) GROUP BY hashed HAVING count(*) > 1))
    SELECT line, event_id, first FROM suspects
    JOIN (SELECT event_id, min(line) AS first FROM suspects GROUP BY event_id HAVING count(*) > 1) USING (event_id)
    WHERE line <> first`);
  await db.run(sql`
    INSERT INTO refused SELECT line, 'id-duplicate', nullif(${label(eventId)}, '') FROM repeated`);
  await note(db, 'reused', null, sql`SELECT event_id FROM repeated`);
  await note(
    db,
    'repeated',
    null,
    sql`SELECT r.event_id FROM repeated AS r JOIN keys AS k ON k.line = r.line JOIN keys AS f ON f.line = r.first
      WHERE (k.at_us, k.amount, k.currency) IS DISTINCT FROM (f.at_us, f.amount, f.currency)`,
  );
  if (existing !== null) {
    await db.run(sql`
      CREATE TEMP TABLE ${contradicted} AS SELECT * FROM (
        SELECT k.line, o.*, CASE WHEN k.at_us <> o.at_us THEN 'time'
          WHEN k.currency IS DISTINCT FROM o.currency THEN 'currency' WHEN k.amount <> o.amount THEN 'amount' END AS part
        FROM keys AS k JOIN ${existing} AS o USING (event_id))
      WHERE part IS NOT NULL AND line NOT IN (SELECT line FROM refused)`);
    await db.run(sql`
      INSERT INTO refused SELECT line, 'order-' || part || '-differs', nullif(CASE part
        WHEN 'time' THEN ${label(orderedAt)} WHEN 'currency' THEN ${label(currency)} ELSE ${label(amount)} END, '')
      FROM ${contradicted}`);
    await note(db, 'conflicting', null, sql`SELECT event_id FROM ${contradicted}`);
  }
  await dropRefused(db);
}

/** Ids joined of different parts that came out the same: `A-1` with `2`, and `A` with `1-2`. */
async function collisions(db: Connection, { source, mapping }: OrderCheck): Promise<ImportWarning[]> {
  const headers = headersOf(mapping.columns.event_id);
  // Of alternatives each row has one: their ids come out the same where they are the same.
  if (
    alternativesOf(mapping.columns.event_id).length !== 1 ||
    headers.length < 2 ||
    (await db.first(sql`SELECT 1 FROM repeated LIMIT 1`)) === undefined
  )
    return [];
  const parts = headers.map((header) => sql`coalesce(CAST(${columnNamed(source, header).cell} AS VARCHAR), '')`);
  const row = await db.first(sql`
    WITH twice AS (SELECT line, event_id, first FROM repeated), told AS (
      SELECT ${source.line} AS line, [${join(parts, sql`, `)}] AS parts FROM ${rowsOf(source, headers)}
      WHERE ${source.line} IN (SELECT line FROM twice UNION ALL SELECT first FROM twice))
    SELECT count(*) AS n FROM twice JOIN told AS a ON a.line = twice.line JOIN told AS b ON b.line = twice.first
    WHERE a.parts <> b.parts`);
  const rows = Number(row?.['n'] ?? 0);
  return rows === 0 ? [] : [{ code: 'joined-ids-collide', params: { column: headers.join(' + '), rows } }];
}

async function dropRefused(db: Connection): Promise<void> {
  await db.run(sql`DELETE FROM keys WHERE line IN (SELECT line FROM refused)`);
}

async function oddities(db: Connection, mapping: Mapping): Promise<ImportWarning[]> {
  const time = sourceLabel(mapping.columns.ordered_at) ?? '';
  const odd = [
    { code: 'times-ambiguous', when: sql`ambiguous`, column: time },
    { code: 'times-nonexistent', when: sql`nonexistent`, column: time },
    { code: 'dates-in-future', when: sql`at_us > ${tomorrow()}`, column: time },
    { code: 'negative-amounts', when: sql`amount < 0`, column: sourceLabel(mapping.columns.amount) ?? '' },
  ] as const;
  const counts = odd.map(({ code, when }) => sql`count(*) FILTER (${when}) AS ${id(code)}, `);
  const row = await db.first(sql`SELECT ${join(counts, nothing)}count(DISTINCT currency) AS currencies FROM keys`);
  const warnings: ImportWarning[] = [];
  for (const { code, when, column } of odd) {
    const rows = Number(row?.[code] ?? 0);
    if (rows === 0) continue;
    warnings.push({ code, params: { column, rows } });
    await note(db, code, column, sql`SELECT event_id FROM keys WHERE ${when}`);
  }
  const currencies = Number(row?.['currencies'] ?? 0);
  return currencies > 1 ? [...warnings, { code: 'several-currencies', params: { currencies } }] : warnings;
}
