import { ShinsaError } from '../model/failure.ts';
import type { ImportWarning, OutcomesReport } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { exactSum } from '../store/money.ts';
import { id, literal, sql, type Sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { digitsOf, foreignSign } from './currency-reading.ts';
import * as money from './money-reading.ts';
import type { OpenedFile } from './open-source.ts';
import type { OutcomeSources } from './outcome-columns.ts';
import { outcomeKind, reasonFamily } from './reason-family.ts';
import { headersOf, rowsOf, joiningOf, sourceLabel, textOf } from './source-table.ts';
import { timeRange, timeReading, tomorrow } from './time-reading.ts';
import { toInstant, type Zone } from './zone.ts';

/** An outcomes file to be staged; `orders` is a relation of `event_id, amount, currency` it is matched with. */
export interface OutcomeStaging {
  readonly opened: OpenedFile;
  readonly sources: OutcomeSources;
  readonly zone: Zone;
  readonly orders: Sql;
  /** Currency of outcomes whose order is not known, and of the amounts reported. */
  readonly currency: string;
  /** Outcomes the project has: a relation `(order_id, kind, reported_at, amount, reason)`; null for none. */
  readonly stored: Sql | null;
  readonly path: string;
}

/** What staging outcomes answers. */
export interface JudgedRows {
  readonly report: OutcomesReport;
  readonly warnings: readonly ImportWarning[];
}

/** Table of outcome rows that were read but not taken, see `writeRejects`. */
export const refusedOutcomes = 'refused_outcomes';

/**
 * Writes outcomes as Parquet `(order_id, kind, reported_at, amount, currency, reason, family, source_line)`. Rows
 * without an order id and exact repetitions, in the file or of the project's, are rejected, as are rows that only lack
 * the amount or the date of one the project has; those of unknown orders stay, as unmatched.
 */
export async function writeOutcomes(db: Connection, staging: OutcomeStaging): Promise<JudgedRows> {
  await readCells(db, staging);
  await classify(db);
  await judge(db, staging);
  await refuse(db, staging);
  await db.run(sql`
    COPY (SELECT order_id, kind, CASE WHEN in_range THEN make_timestamptz(at_us) END AS reported_at, amount, currency,
        reason, family, line AS source_line FROM outcome_rows WHERE NOT repeated ORDER BY line)
    TO ${literal(staging.path)} (FORMAT parquet, COMPRESSION snappy)`);
  return report(db, staging);
}

async function readCells(db: Connection, { opened, sources }: OutcomeStaging): Promise<void> {
  const { source } = opened;
  const text = (column: keyof OutcomeSources): Sql => {
    const entry = sources[column];
    return entry === undefined ? sql`CAST(NULL AS VARCHAR)` : textOf(source, entry, joiningOf(column));
  };
  if (sources.event_id === undefined) throw new ShinsaError('outcomes-no-order-id');
  const time = sources.reported_at === undefined ? null : await timeReading(db, source, sources.reported_at);
  const parts = time?.read(sql`time_cell`);
  const none = sql`CAST(NULL AS BIGINT)`;
  await db.run(sql`
    CREATE TEMP TABLE outcome_cells AS
    SELECT * EXCLUDE (time_cell), ${parts?.local ?? none} AS local, ${parts?.instant ?? none} AS instant,
      ${parts === undefined ? sql`false` : sql`NOT (${parts.blank})`} AS has_time,
      ${money.cleanAmount(sql`amount_text`)} AS amount_cell
    FROM (SELECT ${source.line} AS line, ${text('event_id')} AS order_id, ${time?.input ?? sql`NULL`} AS time_cell,
        ${text('reason')} AS reason, ${text('amount')} AS amount_text, ${text('kind')} AS kind_text,
        ${text('status')} AS status_text
      FROM ${rowsOf(source, Object.values(sources).flatMap(headersOf))})`);
}

/** Words are judged once each; `family` and `kind` come from there. */
async function classify(db: Connection): Promise<void> {
  await db.run(
    sql`CREATE TEMP TABLE judged (line BIGINT, reason VARCHAR, kind_text VARCHAR, status_text VARCHAR, family VARCHAR, kind VARCHAR)`,
  );
  const appender = await openTextAppender(db, 'judged', 5);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  for (const row of await db.rows(sql`SELECT DISTINCT reason, kind_text, status_text FROM outcome_cells`)) {
    const [reason, kindText, statusText] = [text(row['reason']), text(row['kind_text']), text(row['status_text'])];
    const kind = outcomeKind(kindText, statusText, reason);
    const family = kind.startsWith('chargeback') ? reasonFamily(reason ?? kindText) : null;
    appender.append(0, [reason, kindText, statusText, family, kind]);
  }
  appender.flush();
  appender.close();
}

async function judge(db: Connection, { zone, orders, currency }: OutcomeStaging): Promise<void> {
  const digits = digitsOf(null, sql`currency`);
  const shaped = sql`(
    SELECT c.*, j.family, j.kind, o.amount AS order_amount, o.event_id IS NOT NULL AS matched,
      coalesce(o.currency, ${literal(currency)}) AS currency, CASE
        WHEN ${foreignSign(sql`c.amount_text`, sql`coalesce(o.currency, ${literal(currency)})`)} THEN 's'
        ELSE ${money.amountShape(sql`amount_cell`)} END AS shape
    FROM outcome_cells AS c
    JOIN judged AS j ON j.reason IS NOT DISTINCT FROM c.reason AND j.kind_text IS NOT DISTINCT FROM c.kind_text
      AND j.status_text IS NOT DISTINCT FROM c.status_text
    LEFT JOIN (SELECT event_id, amount, currency FROM ${orders}) AS o ON o.event_id = c.order_id)`;
  const seen = await money.marksSeen(
    db,
    sql`(SELECT amount_cell, ${money.amountShape(sql`amount_cell`)} AS shape FROM outcome_cells)`,
  );
  const reading = money.textMoney(digits);
  await db.run(sql`
    CREATE TEMP TABLE outcome_rows AS
    SELECT *, false AS repeated, min(line) OVER (PARTITION BY order_id, kind, dated_us, amount, reason) AS first_line FROM (
      SELECT *, CASE WHEN in_range THEN at_us END AS dated_us FROM (SELECT line, order_id, kind, family,
        coalesce(reason, CASE WHEN kind = 'other' THEN kind_text END) AS reason, currency, matched, order_amount, has_time, at_us,
        at_us >= ${timeRange.from} AND at_us < ${timeRange.to} AS in_range, shape IS NOT NULL AS has_amount,
        CASE WHEN ${reading.reason} IS NULL THEN abs(${reading.minor}) END AS amount
      FROM (SELECT *, coalesce(instant, ${toInstant(zone, sql`local`)}) AS at_us
        FROM ${money.moneyParts(shaped, seen, digits)})))
    WHERE order_id IS NOT NULL`);
}

async function refuse(db: Connection, { sources, stored }: OutcomeStaging): Promise<void> {
  await db.run(sql`UPDATE outcome_rows SET repeated = true WHERE line <> first_line`);
  if (stored !== null)
    await db.run(sql`
      UPDATE outcome_rows SET repeated = true WHERE line IN (
        SELECT r.line FROM outcome_rows AS r JOIN ${stored} AS s ON s.order_id = r.order_id AND s.kind = r.kind
          AND (r.dated_us IS NULL OR epoch_us(s.reported_at) IS NOT DISTINCT FROM r.dated_us)
          AND (r.amount IS NULL OR s.amount IS NOT DISTINCT FROM r.amount)
          AND s.reason IS NOT DISTINCT FROM r.reason)`);
  const header = sourceLabel(sources.event_id);
  await db.run(sql`
    CREATE TEMP TABLE ${id(refusedOutcomes)} AS
    SELECT line, 'id-missing' AS reason, CAST(${header} AS VARCHAR) AS source FROM outcome_cells WHERE order_id IS NULL
    UNION ALL SELECT line, 'outcome-duplicate', NULL FROM outcome_rows WHERE repeated`);
}

async function report(db: Connection, { opened, sources, currency }: OutcomeStaging): Promise<JudgedRows> {
  const unread = opened.unread === null ? sql`0` : sql`(SELECT count(*) FROM ${opened.unread})`;
  const row = await db.first(sql`
    SELECT (SELECT count(*) FROM ${id(refusedOutcomes)}) + ${unread} AS rejected,
      count(*) FILTER (NOT repeated AND matched) AS matched,
      count(*) FILTER (NOT repeated AND NOT matched) AS unmatched,
      count(*) FILTER (repeated) AS repeated,
      sum(coalesce(amount, order_amount)) FILTER (NOT repeated AND matched AND currency = ${currency}) AS amount_matched,
      sum(amount) FILTER (NOT repeated AND NOT matched AND currency = ${currency}) AS amount_unmatched,
      count(*) FILTER (has_time AND coalesce(in_range, false) = false) AS bad_time,
      count(*) FILTER (NOT repeated AND kind = 'other') AS other,
      count(*) FILTER (NOT repeated AND kind = 'chargeback-reversed') AS reversed,
      (SELECT string_agg(kind_text, ', ') FROM (SELECT DISTINCT substr(kind_text, 1, ${namedLength}) AS kind_text
        FROM judged WHERE kind = 'other' ORDER BY kind_text LIMIT ${namedKinds})) AS other_kinds,
      count(*) FILTER (NOT repeated AND in_range AND at_us > ${tomorrow()}) AS future,
      count(*) FILTER (has_amount AND amount IS NULL) AS bad_amount, count(*) FILTER (in_range) AS dated
    FROM outcome_rows`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const [matched, unmatched, rejected] = [count('matched'), count('unmatched'), count('rejected')];
  const read = opened.source.rows;
  if (matched + unmatched + rejected !== read) throw new ShinsaError('internal', { detail: 'rows' });
  const warnings: ImportWarning[] = [];
  const warn = (code: ImportWarning['code'], rows: number, params: ImportWarning['params'] = {}): void => {
    if (rows > 0) warnings.push({ code, params: { ...params, rows } });
  };
  warn('outcomes-unmatched', unmatched, { amount: exactSum(row?.['amount_unmatched']) });
  warn('outcomes-duplicate', count('repeated'));
  warn('outcomes-unknown-kind', count('other'), { kinds: String(row?.['other_kinds'] ?? '') });
  warn('outcomes-reversed', count('reversed'));
  warn('dates-in-future', count('future'), { column: labelled(sources.reported_at) });
  warn('value-unreadable', count('bad_time'), { column: labelled(sources.reported_at) });
  warn('value-unreadable', count('bad_amount'), { column: labelled(sources.amount) });
  warn('no-report-dates', count('dated') === 0 && matched + unmatched > 0 ? read : 0);
  const amounts = {
    amountMatched: exactSum(row?.['amount_matched']),
    amountUnmatched: exactSum(row?.['amount_unmatched']),
  };
  return { report: { read, matched, unmatched, rejected, ...amounts }, warnings };
}

/** Kinds a warning names at most, and how much of each. */
const namedKinds = 5;
const namedLength = 20;

const labelled = (entry: OutcomeSources[keyof OutcomeSources]): string => (typeof entry === 'string' ? entry : '');
