import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { binOf, lastFourOf } from './card-parts.ts';
import * as money from './money-reading.ts';
import type { OpenedFile } from './open-source.ts';
import type { OutcomeColumn, OutcomeSources } from './outcome-columns.ts';
import { headersOf, joiningOf, rowsOf, textOf } from './source-table.ts';
import { knownFrom, timeRange, timeReading, type TimeParts } from './time-reading.ts';
import { toInstant, type Zone } from './zone.ts';

/** What an outcomes file is read from. */
export interface OutcomeCells {
  readonly opened: OpenedFile;
  readonly sources: OutcomeSources;
  readonly zone: Zone;
}

/** The cells of an outcome that say what it is, as `outcome_cells` has them. */
export const wordColumns = [
  'reason',
  'kind_text',
  'status_text',
  'settle_text',
  'days_text',
  'review_text',
  'black_text',
  'black_other_text',
  'black_customer_text',
] as const;
const words = join(
  wordColumns.map((name) => id(name)),
  sql`, `,
);

/**
 * Makes the table `outcome_cells` with a row for each of the file's: the keys that may tell its order as the project
 * keeps them, the report's time (`at_us`, unbounded; a day without a clock is its last second), and its other cells as texts.
 */
export async function readOutcomeCells(db: Connection, cells: OutcomeCells): Promise<void> {
  const { opened, sources, zone } = cells;
  const { source } = opened;
  const text = (column: OutcomeColumn): Sql => {
    const entry = sources[column];
    return entry === undefined ? sql`CAST(NULL AS VARCHAR)` : textOf(source, entry, joiningOf(column));
  };
  const reported = await timeOf(db, cells, 'reported_at');
  const purchased = await timeOf(db, cells, 'purchased_at');
  const due = await timeOf(db, cells, 'due_at');
  await db.run(sql`
    CREATE TEMP TABLE outcome_cells AS
    SELECT line, told_id, transaction_id, approval_number, amount_text, ${words},
      CASE WHEN purchased_us >= ${timeRange.from} AND purchased_us < ${timeRange.to}
        THEN make_timestamptz(purchased_us) END AS purchased_at, has_purchase,
      CASE WHEN due_us >= ${timeRange.from} AND due_us < ${timeRange.to}
        THEN make_timestamptz(due_us) END AS due_at, has_due,
      ${parts.token} AS card_token, ${parts.bin} AS card_bin, ${parts.four} AS card_last4,
      has_time, at_us, ${money.cleanAmount(sql`amount_text`)} AS amount_cell
    FROM (SELECT *, ${placed('reported', zone, knownFrom)} AS at_us, ${placed('purchased', zone)} AS purchased_us,
        ${placed('due', zone)} AS due_us
      FROM (SELECT *, ${reported.local} AS reported_local, ${reported.instant} AS reported_instant,
        ${reported.given} AS has_time, ${purchased.local} AS purchased_local,
        ${purchased.instant} AS purchased_instant, ${purchased.given} AS has_purchase,
        ${due.local} AS due_local, ${due.instant} AS due_instant, ${due.given} AS has_due
      FROM (SELECT ${source.line} AS line, ${text('event_id')} AS told_id, ${text('transaction_id')} AS transaction_id,
          ${text('approval_number')} AS approval_number, ${text('card_number')} AS card_number,
          ${text('card_bin')} AS bin_text, ${text('card_last4')} AS four_text,
          ${reported.input} AS reported_cell, ${purchased.input} AS purchased_cell, ${due.input} AS due_cell,
          ${text('reason')} AS reason, ${text('amount')} AS amount_text, ${text('kind')} AS kind_text,
          ${text('status')} AS status_text, ${text('settle_status')} AS settle_text, ${text('days_past_due')} AS days_text,
          ${text('review_result')} AS review_text, ${text('black_category')} AS black_text,
          ${text('black_other')} AS black_other_text, ${text('black_customer')} AS black_customer_text
        FROM ${rowsOf(source, Object.values(sources).flatMap(headersOf))})))`);
}

/** A column that says first or last digits stands over those of a masked number; four digits alone are the last ones. */
const parts = {
  token: sql`CASE WHEN starts_with(card_number, 'card:') THEN card_number END`,
  bin: sql`nullif(regexp_extract(coalesce(${binOf(sql`bin_text`)},
    CASE WHEN length(card_number) > 4 THEN ${binOf(sql`card_number`)} END), '^[0-9]{4,8}$'), '')`,
  four: sql`coalesce(${lastFourOf(sql`four_text`)}, ${lastFourOf(sql`card_number`)})`,
};

type TimeName = 'reported' | 'purchased' | 'due';

/** The instant (µs) a time says by itself, or that of its wall clock, as `read`, in the file's zone. */
const placed = (name: TimeName, zone: Zone, read: (local: Sql) => Sql = (local) => local): Sql =>
  sql`coalesce(${id(`${name}_instant`)}, ${toInstant(zone, read(id(`${name}_local`)))})`;

interface TimeCell extends Pick<TimeParts, 'local' | 'instant'> {
  readonly input: Sql;
  readonly given: Sql;
}

/** The cell to read a time from, and what `<name>_cell` then says. */
async function timeOf(db: Connection, { opened, sources }: OutcomeCells, column: `${TimeName}_at`): Promise<TimeCell> {
  const entry = sources[column];
  const none = sql`CAST(NULL AS BIGINT)`;
  if (entry === undefined) return { input: sql`NULL`, local: none, instant: none, given: sql`false` };
  const time = await timeReading(db, opened.source, entry);
  const { local, instant, blank } = time.read(id(column.replace(/_at$/, '_cell')));
  return { input: time.input, local, instant, given: sql`NOT (${blank})` };
}
