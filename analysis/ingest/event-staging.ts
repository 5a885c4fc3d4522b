import { eventColumns, eventKeys, type EventColumnName, type EventKind, type EventsRead } from '../model/events.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ImportWarning } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { binOf, lastFourOf, maskedLastFour } from './card-parts.ts';
import { currencyCode, digitsOf, foreignSign } from './currency-reading.ts';
import type { EventSources } from './event-columns.ts';
import { eventPassed } from './event-result.ts';
import * as money from './money-reading.ts';
import type { OpenedFile } from './open-source.ts';
import { headersOf, joiningOf, rowsOf, sourceLabel, textOf } from './source-table.ts';
import { happenedAt, timeReading, timeRefused, tomorrow } from './time-reading.ts';
import { isAmbiguous, isNonexistent, toInstant, type Zone } from './zone.ts';

/** A file of events to be staged. */
export interface EventStaging {
  readonly opened: OpenedFile;
  readonly kind: EventKind;
  readonly sources: EventSources;
  readonly zone: Zone;
  /** Currency of amounts whose file names none. */
  readonly currency: string;
  readonly path: string;
}

/** Table of rows that were read but not taken, see `writeRejects`. */
export const refusedEvents = 'refused_events';

/** Columns read as text as they stand; the others are worked out. */
const plainTexts = eventColumns
  .map(({ name }) => name)
  .filter((name) => !['happened_at', 'amount', 'currency', 'card_bin', 'card_last4', 'card_token'].includes(name));

/**
 * Writes events as Parquet `(ident, the columns of an event, passed, source_line)` in time order, makes the table `keys`
 * of their lines and `refused_events`. `ident` names an event: by its own id, of several rows with one the last stands;
 * else by its time and the strongest key it gives, the nth of equal ones in a file being the nth in another.
 */
export async function writeEvents(
  db: Connection,
  staging: EventStaging,
): Promise<Pick<EventsRead, 'accepted' | 'period' | 'warnings'>> {
  await readCells(db, staging);
  await judge(db, staging);
  await refuse(db, staging.sources);
  await classify(db, staging.kind);
  const same = (name: 'result' | 'trans_status' | 'reason'): Sql =>
    sql`${id('p', name)} IS NOT DISTINCT FROM ${id('e', name)}`;
  const columns = join(
    eventColumns.map(({ name }) =>
      name === 'happened_at' ? sql`make_timestamptz(e.at_us) AS happened_at` : sql`${id('e', name)}`,
    ),
    sql`, `,
  );
  await db.run(sql`
    COPY (SELECT e.ident, ${columns}, CASE p.passed WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE END AS passed,
        e.line AS source_line
      FROM keys AS e LEFT JOIN event_results AS p ON ${same('result')} AND ${same('trans_status')} AND ${same('reason')}
      ORDER BY e.at_us, e.ident)
    TO ${literal(staging.path)} (FORMAT parquet)`);
  return told(db, staging);
}

/** The file's cells as texts, its time in its parts, its amount cleaned. */
async function readCells(db: Connection, { opened, sources, currency }: EventStaging): Promise<void> {
  const { source } = opened;
  const text = (name: EventColumnName): Sql => {
    const entry = sources[name];
    return entry === undefined
      ? sql`CAST(NULL AS VARCHAR)`
      : sql`nullif(${textOf(source, entry, joiningOf(name))}, '')`;
  };
  const { happened_at: time } = sources;
  if (time === undefined) throw new ShinsaError('mapping-time-missing');
  const reading = await timeReading(db, source, time);
  const { blank, local, instant, wholeDay } = reading.read(sql`time_cell`);
  const texts = plainTexts.map((name) => sql`${text(name)} AS ${id(name)}`);
  const told = currencyCode(sources.currency ?? { value: currency }, source);
  await db.run(sql`
    CREATE TEMP TABLE event_cells AS
    SELECT * EXCLUDE (time_cell, bin_text, four_text, token_text), ${blank} AS no_time, ${local} AS local,
      ${instant} AS instant, ${wholeDay} AS whole_day, ${money.cleanAmount(sql`amount_text`)} AS amount_cell, ${binOf(sql`bin_text`)} AS card_bin,
      coalesce(${lastFourOf(sql`four_text`)}, ${maskedLastFour(sql`bin_text`)}) AS card_last4,
      coalesce(token_text, CASE WHEN starts_with(bin_text, 'card:') THEN bin_text END) AS card_token
    FROM (SELECT ${source.line} AS line, ${reading.input} AS time_cell, ${join(texts, sql`, `)},
        ${text('amount')} AS amount_text, ${told} AS currency, ${text('card_bin')} AS bin_text,
        ${text('card_last4')} AS four_text, ${text('card_token')} AS token_text
      FROM ${rowsOf(source, Object.values(sources).flatMap(headersOf))})`);
}

/** Makes `keys` of all rows, with the reason why a row cannot be taken. An amount that cannot be read is none. */
async function judge(db: Connection, { zone }: EventStaging): Promise<void> {
  const digits = digitsOf(null, sql`currency`);
  const shaped = sql`(SELECT *, CASE WHEN ${foreignSign(sql`amount_text`, sql`currency`)} THEN 's'
      ELSE ${money.amountShape(sql`amount_cell`)} END AS shape FROM event_cells)`;
  const seen = await money.marksSeen(db, shaped);
  const reading = money.textMoney(digits);
  const key = join(
    eventKeys.map((name) => sql`${literal(`${name}=`)} || ${id(name)}`),
    sql`, `,
  );
  const columns = join(
    eventColumns.map(({ name }) => id(name)).filter(({ text }) => !['"happened_at"', '"amount"'].includes(text)),
    sql`, `,
  );
  await db.run(sql`
    CREATE TEMP TABLE keys AS
    SELECT *, CASE WHEN ${timeRefused} IS NOT NULL THEN ${timeRefused}
        WHEN event_id IS NULL AND key IS NULL THEN 'event-keyless' END AS refusal,
      coalesce('id=' || event_id, at_us || ' ' || key || ' ' || row_number() OVER (PARTITION BY event_id, at_us, key ORDER BY line)) AS ident
    FROM (SELECT line, no_time, coalesce(instant, ${toInstant(zone, happenedAt(sql`local`, sql`whole_day`))}) AS at_us, ${columns},
        instant IS NULL AND ${isAmbiguous(zone, sql`local`)} AS ambiguous,
        instant IS NULL AND ${isNonexistent(zone, sql`local`)} AS nonexistent,
        shape IS NOT NULL AS has_amount, CASE WHEN ${reading.reason} IS NULL THEN ${reading.minor} END AS amount,
        coalesce(${key}) AS key
      FROM ${money.moneyParts(shaped, seen, digits)})`);
  await db.run(sql`DROP TABLE event_cells`);
}

/** Takes refused rows out of `keys`: unreadable ones, and those that a later row tells again under the same id. */
async function refuse(db: Connection, sources: EventSources): Promise<void> {
  const label = (name: EventColumnName): Sql => sql`CAST(${sourceLabel(sources[name])} AS VARCHAR)`;
  await db.run(sql`
    CREATE TEMP TABLE ${id(refusedEvents)} AS
    SELECT line, refusal AS reason, CASE WHEN starts_with(refusal, 'time') THEN ${label('happened_at')} END AS source
    FROM keys WHERE refusal IS NOT NULL
    UNION ALL SELECT line, 'event-repeated', ${label('event_id')} FROM (
      SELECT line, row_number() OVER (PARTITION BY event_id ORDER BY line DESC) AS nth FROM keys
      WHERE refusal IS NULL AND event_id IS NOT NULL) WHERE nth > 1`);
  await db.run(sql`DELETE FROM keys WHERE line IN (SELECT line FROM ${id(refusedEvents)})`);
}

/** Makes `event_results` of the words for how events ended, each judged once. */
async function classify(db: Connection, kind: EventKind): Promise<void> {
  await db.run(
    sql`CREATE TEMP TABLE event_results (n BIGINT, result VARCHAR, trans_status VARCHAR, reason VARCHAR, passed VARCHAR)`,
  );
  const appender = await openTextAppender(db, 'event_results', 4);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  for (const row of await db.rows(sql`SELECT DISTINCT result, trans_status, reason FROM keys`)) {
    const [result, transStatus, reason] = [text(row['result']), text(row['trans_status']), text(row['reason'])];
    const passed = eventPassed(kind, { result, transStatus, reason });
    appender.append(0, [result, transStatus, reason, passed === null ? null : passed ? 'yes' : 'no']);
  }
  appender.flush();
  appender.close();
}

async function told(
  db: Connection,
  { sources, opened }: EventStaging,
): Promise<Pick<EventsRead, 'accepted' | 'period' | 'warnings'>> {
  const row = await db.first(sql`
    SELECT count(*) AS n, min(at_us) // 1000 AS first, max(at_us) // 1000 AS last,
      count(*) FILTER (ambiguous) AS ambiguous, count(*) FILTER (nonexistent) AS nonexistent,
      count(*) FILTER (at_us > ${tomorrow()}) AS future, count(*) FILTER (has_amount AND amount IS NULL) AS unread FROM keys`);
  const accepted = Number(row?.['n'] ?? 0);
  const column = sourceLabel(sources.happened_at) ?? '';
  const counted = (code: ImportWarning['code'], key: string, params: ImportWarning['params']): ImportWarning[] =>
    Number(row?.[key] ?? 0) === 0 ? [] : [{ code, params: { ...params, rows: Number(row?.[key]) } }];
  return {
    accepted,
    period: accepted === 0 ? null : { from: Number(row?.['first']), to: Number(row?.['last']) },
    warnings: [
      ...counted('times-ambiguous', 'ambiguous', { column }),
      ...counted('times-nonexistent', 'nonexistent', { column }),
      ...counted('dates-in-future', 'future', { column }),
      ...counted('value-unreadable', 'unread', { column: sourceLabel(sources.amount) ?? '' }),
      ...[...opened.source.cards].map(([header, rows]) => ({
        code: 'card-numbers-replaced' as const,
        params: { column: header, rows },
      })),
    ],
  };
}
