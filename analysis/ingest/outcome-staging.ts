import { ShinsaError } from '../model/failure.ts';
import type { ImportWarning, OutcomesRead } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { exactSum } from '../store/money.ts';
import { identOf, isStrong } from '../store/outcome-match.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { blackCategory, blackCustomer, type BlackList } from '../model/black-category.ts';
import { digitsOf, foreignSign } from './currency-reading.ts';
import * as money from './money-reading.ts';
import { readOutcomeCells, wordColumns, type OutcomeCells } from './outcome-cells.ts';
import type { OutcomeSources } from './outcome-columns.ts';
import { factOf, type Fact } from './outcome-facts.ts';
import { areSales, isSettleCode } from './settle-status.ts';
import { sourceLabel } from './source-table.ts';
import { timeRange, tomorrow } from './time-reading.ts';

/** An outcomes file to be staged; `orders` is a relation of `event_id, currency` whose amounts it speaks of. */
export interface OutcomeStaging extends OutcomeCells {
  readonly orders: Sql;
  /** Currency of outcomes whose order id is not known, and of the amounts reported. */
  readonly currency: string;
  /** Outcomes the project has: a relation of `storedOutcome`; null for none. */
  readonly stored: Sql | null;
  readonly path: string;
}

/** What staging outcomes answers. */
export interface JudgedRows {
  readonly report: Pick<OutcomesRead, 'read' | 'rejected' | 'amountRead'>;
  readonly warnings: readonly ImportWarning[];
}

/** Table of outcome rows that were read but not taken, see `writeRejects`. */
export const refusedOutcomes = 'refused_outcomes';

const keyColumns = [
  'told_id',
  'transaction_id',
  'approval_number',
  'purchased_at',
  'card_bin',
  'card_last4',
  'card_token',
] as const;
const keys = join(
  keyColumns.map((name) => id(name)),
  sql`, `,
);

/** Columns of the project's outcomes that repetitions are told by. */
export const storedOutcome = sql`${keys}, kind, reported_at, amount, reason, detail, days_past_due, due_at`;

/**
 * Writes outcomes as Parquet `(the keys of an order, kind, reported_at, amount, currency, reason, family,
 * days_past_due, due_at, detail, source_line)`.
 * Rows without any key and exact repetitions, in the file or of the project's, are rejected, as are rows that only lack
 * the amount or the date of one the project has. Which order they belong to is told once they are in the project.
 */
export async function writeOutcomes(db: Connection, staging: OutcomeStaging): Promise<JudgedRows> {
  await readOutcomeCells(db, staging);
  await classify(db, staging.sources);
  await judge(db, staging);
  await refuse(db, staging);
  await db.run(sql`
    COPY (SELECT ${keys}, kind, make_timestamptz(dated_us) AS reported_at, amount, currency,
        reason, family, days_past_due, due_at, detail, line AS source_line FROM outcome_rows WHERE NOT keyless AND NOT repeated ORDER BY line)
    TO ${literal(staging.path)} (FORMAT parquet, COMPRESSION snappy)`);
  return report(db, staging);
}

/** Words are judged once each; what `factOf` says comes from there. */
async function classify(db: Connection, sources: OutcomeSources): Promise<void> {
  const { kind, reason, settle_status: settle } = sources;
  const plain = isPlainBills(sources);
  await db.run(sql`CREATE TEMP TABLE judged (days_past_due BIGINT, ${texts(wordColumns)}, family VARCHAR, kind VARCHAR,
    detail VARCHAR, partly VARCHAR)`);
  const words = join(
    wordColumns.map((name) => id(name)),
    sql`, `,
  );
  const rows = await db.rows(sql`SELECT DISTINCT ${words} FROM outcome_cells`);
  const said = rows.map((row) => wordColumns.map((name) => textOrNull(row[name])));
  // One row per change of a status that is given by its code alone, in a column that may be any other status.
  const codes = said.map((cells) => cells[statusAt] ?? null).filter((status) => status !== null);
  // Nor is any status of a list of bills one of a chargeback.
  const settled =
    [kind, reason, settle].every((source) => source === undefined) &&
    codes.length > 0 &&
    (sources.due_at !== undefined || codes.every(isSettleCode) || areSales(codes));
  const ofOther = said.some((cells) => isOnlyOther(cells[blackAt] ?? ''));
  const ofOthers =
    settled || ([kind, reason].every((source) => source === undefined) && otherFacts.some((column) => sources[column]));
  const appender = await openTextAppender(db, 'judged', wordColumns.length + 4);
  for (const cells of said) {
    const [why = null, kindText = null, status = null, settleText = null, days = null, review = null, ...blackCells] =
      cells;
    const [category = null, other = null, customer = null] = blackCells;
    const black = blackTold(category, other, ofOther ? 'other' : 'settlement');
    const texts = {
      ...{ kind: kindText, reason: why, days, review, black, ofOthers, customer: blackCustomer(customer) },
      ...(settled ? { status: null, settle: status } : { status, settle: settleText }),
    };
    const fact = plain ? openBill : factOf(texts);
    const partly = fact.partly ? 'yes' : null;
    appender.append(fact.days ?? noDays, [...cells, fact.family, fact.kind, fact.detail, partly]);
  }
  appender.flush();
  appender.close();
}

/** Bills with nothing but their due dates and payments: those with a payment are paid. */
const isPlainBills = (sources: OutcomeSources): boolean =>
  sources.due_at !== undefined && sayingKinds.every((column) => sources[column] === undefined);
const sayingKinds = [
  ...([
    'kind',
    'reason',
    'status',
    'settle_status',
    'days_past_due',
    'review_result',
    'black_category',
    'black_other',
  ] as const),
];
/** Columns of other facts than chargebacks. */
const otherFacts = ['settle_status', 'days_past_due', 'review_result', 'black_category', 'black_other'] as const;
const openBill: Fact = { kind: 'billing', family: null, days: null, detail: null, partly: false };

const statusAt = wordColumns.indexOf('status_text');
const blackAt = wordColumns.indexOf('black_text');

/** A code that only the other categories have: 04 beside it is not resale but ticket abuse. */
const isOnlyOther = (text: string): boolean => /^0?[678]$/.test(text.normalize('NFKC').trim());

/** The category of a black registration: that of settlement, or else the other one. */
function blackTold(category: string | null, other: string | null, list: BlackList): string | null {
  if (category !== null) return blackCategory(category, list);
  return other === null ? null : blackCategory(other, 'other');
}
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const texts = (names: readonly string[]): Sql =>
  join(
    names.map((name) => sql`${id(name)} VARCHAR`),
    sql`, `,
  );
/** In place of days that no row tells. */
const noDays = -1;

async function judge(db: Connection, { orders, currency, sources }: OutcomeStaging): Promise<void> {
  const digits = digitsOf(null, sql`currency`);
  const shaped = sql`(
    SELECT c.*, j.family, j.kind, j.detail, j.partly, nullif(j.days_past_due, ${noDays}) AS days_past_due, coalesce(o.currency, ${literal(currency)}) AS currency, CASE
        WHEN ${foreignSign(sql`c.amount_text`, sql`coalesce(o.currency, ${literal(currency)})`)} THEN 's'
        ELSE ${money.amountShape(sql`amount_cell`)} END AS shape
    FROM outcome_cells AS c
    JOIN judged AS j ON ${join(
      wordColumns.map((name) => sql`${id('j', name)} IS NOT DISTINCT FROM ${id('c', name)}`),
      sql` AND `,
    )}
    LEFT JOIN (SELECT event_id, currency FROM ${orders}) AS o ON o.event_id = c.told_id)`;
  const seen = await money.marksSeen(
    db,
    sql`(SELECT amount_cell, ${money.amountShape(sql`amount_cell`)} AS shape FROM outcome_cells)`,
  );
  const reading = money.textMoney(digits);
  const paid = isPlainBills(sources) ? sql`WHEN in_range THEN 'paid' ` : nothing;
  const untold = keyColumns.map((name) => sql`${id(name)} IS NULL`);
  await db.run(sql`
    CREATE TEMP TABLE outcome_rows AS
    SELECT *, false AS repeated, ${join(untold, sql` AND `)} AS keyless, ${isStrong(sql`read`)} AS strong,
      row_number() OVER (PARTITION BY ${keys}, kind, dated_us, amount, reason, detail, days_past_due, due_at
        ORDER BY line) AS nth
    FROM (SELECT * REPLACE (CASE WHEN partly IS NOT NULL AND amount IS NULL THEN 'other' ${paid}ELSE kind END AS kind),
        CASE WHEN in_range THEN at_us END AS dated_us
      FROM (SELECT line, ${keys}, kind, family, detail, days_past_due, due_at, has_due, partly,
        coalesce(reason, CASE WHEN kind = 'other' THEN kind_text END) AS reason, currency, has_time, at_us, has_purchase,
        at_us >= ${timeRange.from} AND at_us < ${timeRange.to} AS in_range, shape IS NOT NULL AS has_amount,
        CASE WHEN ${reading.reason} IS NULL THEN abs(${reading.minor}) END AS amount
      FROM ${money.moneyParts(shaped, seen, digits)})) AS read`);
}

/** Rows that give no key that one sale alone has may say the same of two sales: as often as one list says it, it is so. */
async function refuse(db: Connection, { sources, stored }: OutcomeStaging): Promise<void> {
  await db.run(sql`UPDATE outcome_rows SET repeated = true WHERE strong AND nth > 1`);
  if (stored !== null)
    await db.run(sql`
      UPDATE outcome_rows SET repeated = true WHERE line IN (
        SELECT r.line FROM (SELECT *, ${identOf(sql`k`)} AS ident FROM outcome_rows AS k) AS r
        JOIN (SELECT *, ${identOf(sql`k`)} AS ident FROM ${stored} AS k) AS s ON s.ident = r.ident AND s.kind = r.kind
          AND (r.dated_us IS NULL OR epoch_us(s.reported_at) IS NOT DISTINCT FROM r.dated_us)
          AND (r.amount IS NULL OR s.amount IS NOT DISTINCT FROM r.amount)
          AND s.reason IS NOT DISTINCT FROM r.reason
          AND (s.detail IS NULL OR r.detail IS NULL OR s.detail = r.detail)
          AND s.days_past_due IS NOT DISTINCT FROM r.days_past_due
          AND (s.due_at IS NULL OR r.due_at IS NULL OR s.due_at = r.due_at)
        GROUP BY r.line, r.strong, r.nth HAVING r.strong OR count(*) >= r.nth)`);
  await db.run(sql`
    CREATE TEMP TABLE ${id(refusedOutcomes)} AS
    SELECT line, 'id-missing' AS reason, CAST(${keyLabel(sources)} AS VARCHAR) AS source FROM outcome_rows WHERE keyless
    UNION ALL SELECT line, 'outcome-duplicate', NULL FROM outcome_rows WHERE repeated AND NOT keyless`);
}

/** The header of the strongest key a file has. */
function keyLabel(sources: OutcomeSources): string | null {
  const order = ['event_id', 'transaction_id', 'approval_number', 'card_number', 'card_bin', 'card_last4'] as const;
  const first = order.find((column) => sources[column] !== undefined);
  return first === undefined ? null : sourceLabel(sources[first]);
}

async function report(db: Connection, { opened, sources, currency }: OutcomeStaging): Promise<JudgedRows> {
  const unread = opened.unread === null ? sql`0` : sql`(SELECT count(*) FROM ${opened.unread})`;
  const row = await db.first(sql`
    SELECT (SELECT count(*) FROM ${id(refusedOutcomes)}) + ${unread} AS rejected, count(*) FILTER (taken) AS taken,
      sum(amount) FILTER (currency = ${currency}) AS amount_read,
      count(*) FILTER (repeated AND NOT keyless) AS repeated,
      count(*) FILTER (has_time AND coalesce(in_range, false) = false) AS bad_time,
      count(*) FILTER (has_purchase AND purchased_at IS NULL) AS bad_purchase,
      count(*) FILTER (has_due AND due_at IS NULL) AS bad_due,
      count(*) FILTER (taken AND kind = 'other') AS other,
      count(*) FILTER (taken AND kind = 'chargeback-reversed') AS reversed,
      (SELECT string_agg(kind_text, ', ') FROM (SELECT DISTINCT substr(coalesce(kind_text, settle_text, status_text), 1, ${namedLength}) AS kind_text
        FROM judged WHERE kind = 'other' ORDER BY kind_text LIMIT ${namedKinds})) AS other_kinds,
      count(*) FILTER (taken AND in_range AND at_us > ${tomorrow()}) AS future,
      count(*) FILTER (has_amount AND amount IS NULL) AS bad_amount, count(*) FILTER (in_range) AS dated
    FROM (SELECT *, NOT keyless AND NOT repeated AS taken FROM outcome_rows)`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const [taken, rejected] = [count('taken'), count('rejected')];
  const read = opened.source.rows;
  if (taken + rejected !== read) throw new ShinsaError('internal', { detail: 'rows' });
  const warnings: ImportWarning[] = [];
  const warn = (code: ImportWarning['code'], rows: number, params: ImportWarning['params'] = {}): void => {
    if (rows > 0) warnings.push({ code, params: { ...params, rows } });
  };
  warn('outcomes-duplicate', count('repeated'));
  warn('outcomes-unknown-kind', count('other'), { kinds: String(row?.['other_kinds'] ?? '') });
  warn('outcomes-reversed', count('reversed'));
  warn('dates-in-future', count('future'), { column: labelled(sources.reported_at) });
  warn('value-unreadable', count('bad_time'), { column: labelled(sources.reported_at) });
  warn('value-unreadable', count('bad_purchase'), { column: labelled(sources.purchased_at) });
  warn('value-unreadable', count('bad_due'), { column: labelled(sources.due_at) });
  warn('value-unreadable', count('bad_amount'), { column: labelled(sources.amount) });
  warn('no-report-dates', count('dated') === 0 && taken > 0 ? read : 0);
  return { report: { read, rejected, amountRead: exactSum(row?.['amount_read']) }, warnings };
}

/** Kinds a warning names at most, and how much of each. */
const namedKinds = 5;
const namedLength = 20;

const labelled = (entry: OutcomeSources[keyof OutcomeSources]): string => (typeof entry === 'string' ? entry : '');
