import { partGroups } from '../model/results/breakdown.ts';
import { groupCount } from '../model/results/intervals.ts';
import type { ReviewDays } from '../model/results/queue.ts';
import { reviewResults } from '../model/results/money.ts';
import {
  measureNames,
  measures,
  ofPurchases,
  purchaseValues,
  type Measure,
  type PurchaseValue,
} from '../model/results/tally.ts';
import { results } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { moneyColumn } from '../store/money-column.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';

/** What is added up of the decided orders beside their states: everything figures in money and intervals need. */
export interface SetTally extends Tallies {
  /** Orders that a person has to look at, by local day and hour. */
  readonly reviewDays: ReviewDays;
}

export interface Tallies {
  /** By group of entities, result, state and measure. */
  readonly groups: Float64Array<ArrayBuffer>;
  /** By part (as asked for), group of the entities of a part, result, state and measure; empty where no part was asked for. */
  readonly parts: Float64Array<ArrayBuffer>;
}

/** Groups of the entities of each part of a question. */
export const groupsOfParts = ({ ungrouped }: { readonly ungrouped?: true }): number =>
  ungrouped === true ? 1 : partGroups;

/**
 * Which part an order is in and which group of its entity there, as one number from 1 on; NULL in no part. The numbers of part
 * n begin at `n * groups + 1`.
 */
export const partNumber = ({ group }: TallyColumns, { parts, groups }: PartedBy): Sql =>
  sql`CASE ${join(
    parts.map((holds, part) => sql`WHEN ${holds} THEN ${part}`),
    sql` `,
  )} END * ${groups} + ${group} % ${groups} + 1`;

const values = {
  lossShop: 'loss_shop',
  lossIssuer: 'loss_issuer',
  lossUnknown: 'loss_unknown',
  chargesShop: 'charges_shop',
  chargesUnknown: 'charges_unknown',
} as const satisfies Record<PurchaseValue, string>;

const read = (name: string): Sql => sql`(${id(moneyColumn)}).${id(name)}`;

/** Columns of the working rows, as whoever adds up reads them, and the one that they are of. */
export const tallyColumns = {
  of: moneyColumn,
  group: read('entity'),
  marks: read('marks'),
  share: read('share'),
  visit: read('visit'),
  valueOf: (name: PurchaseValue): Sql => read(values[name]),
} as const;
export type TallyColumns = typeof tallyColumns;

/** Whether an order is in the currency measured in; `only` is the single currency of the project. */
export const ownOrder = (currency: string, only: string | null): Sql =>
  only === currency ? sql`TRUE` : sql`coalesce(${id('currency')} = ${currency}, FALSE)`;

/** Hours since 1970-01-01 in a zone, by its clock. */
export const hourNumber = (timezone: string): Sql =>
  sql`(date_diff('day', DATE '1970-01-01', (ordered_at AT TIME ZONE ${literal(timezone)})::DATE) * 24 + hour)`;

/** `2024-05-01` of a day's number. */
const dayOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** By day and hour, of counts by the number of the hour, `first` and the following ones. */
export function reviewDaysOf(counts: ArrayLike<number>, first: number): ReviewDays {
  const days: ReviewDays[number][] = [];
  for (let day = Math.floor(first / 24); day * 24 < first + counts.length; day += 1) {
    const hours = new Array<number>(24).fill(0);
    let orders = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      const own = counts[day * 24 + hour - first] ?? 0;
      hours[hour] = own;
      orders += own;
    }
    if (orders > 0) days.push({ day: dayOf(day), orders, hours });
  }
  return days;
}

/** The same sums by plain queries: what tests compare the loops with, and the way out where there are none. */
export async function duckdbTally(db: Connection, tallied: TallyFrom): Promise<SetTally> {
  const { from, where, decision, columns, parts, groups, timezone } = tallied;
  const reviews = await db.rows(sql`SELECT ${hourNumber(timezone)} AS hour, count(*) AS orders FROM ${from}
    WHERE ${where} AND ${decision} IN (${join(reviewResults.map(literal), sql`, `)}) GROUP BY ALL ORDER BY ALL`);
  const first = Number(reviews[0]?.['hour'] ?? 0);
  const counts = new Float64Array(reviews.length === 0 ? 0 : Number(reviews.at(-1)?.['hour']) - first + 1);
  for (const { hour, orders } of reviews) counts[Number(hour) - first] = Number(orders);
  return {
    groups: await sumsBy(db, tallied, columns.group, groupCount),
    parts:
      parts.length === 0
        ? new Float64Array()
        : await sumsBy(db, tallied, sql`${partNumber(columns, tallied)} - 1`, parts.length * groups, tallied.lenient),
    reviewDays: reviewDaysOf(counts, first),
  };
}

/**
 * Sums by a number below `count`; orders that have none are left out. `lenient`: a purchase is in the first part that any of
 * its attempts is in.
 */
async function sumsBy(
  db: Connection,
  { from, where, decision, amount, own, columns, groups }: TallyFrom,
  number: Sql,
  count: number,
  lenient = false,
): Promise<Float64Array<ArrayBuffer>> {
  const decided = sql`(SELECT ${number} AS code, ${columns.marks} AS marks, ${decision} AS result, state,
      ${amount} AS amount, ${columns.share} AS share, coalesce(${columns.visit}, -1 - seq) AS visit, ${own} AS own,
      ${join(
        purchaseValues.map((name) => sql`${columns.valueOf(name)} AS ${id(name)}`),
        sql`, `,
      )}
    FROM ${from} WHERE ${where})`;
  // The most lenient of all attempts.
  const ranks = join(
    results.map((result, rank) => sql`WHEN ${literal(result)} THEN ${rank}`),
    sql` `,
  );
  const first = sql`min(code // ${groups}) OVER (PARTITION BY visit) * ${groups} + code % ${groups}`;
  const code = lenient ? sql`, ${first} AS code` : nothing;
  const purchases = sql`(SELECT * REPLACE (min(CASE result ${ranks} END) OVER (PARTITION BY visit) AS result${code}) FROM ${decided})`;
  const size = outcomeStates.length * measureNames.length;
  const sums = new Float64Array(count * results.length * size);
  const add = async (names: readonly Measure[], rows: Sql, ranked: Sql): Promise<void> => {
    const cells = await db.rows(sql`
      SELECT code, ${ranked} AS result, state, ${join(names.map(summed), sql`, `)} FROM ${rows}
      WHERE code IS NOT NULL GROUP BY ALL`);
    for (const cell of cells) {
      const at =
        (Number(cell['code']) * results.length + Number(cell['result'])) * size +
        Number(cell['state']) * measureNames.length;
      for (const name of names) sums[at + measureNames.indexOf(name)] = Number(cell[name]);
    }
  };
  await add(
    measureNames.filter((name) => !ofPurchases(name)),
    decided,
    sql`CASE result ${ranks} END`,
  );
  await add(measureNames.filter(ofPurchases), sql`(SELECT * FROM ${purchases} WHERE own)`, sql`result`);
  return sums;
}

/** A measure of rows with their marks and what they add, under its name. */
export function summed(measure: Measure): Sql {
  const { adds, of } = measures[measure];
  const what = adds === 'one' ? sql`1` : id(adds);
  return sql`coalesce(sum(CASE WHEN (marks & ${of}::UTINYINT) = ${of}::UTINYINT THEN ${what} END), 0)::DOUBLE AS ${id(measure)}`;
}

/** Conditions of parts, and how many groups the entities of each are put into. */
export interface PartedBy {
  readonly parts: readonly Sql[];
  readonly groups: number;
}

export interface TallyFrom extends PartedBy {
  readonly from: Sql;
  readonly where: Sql;
  /** The result of an order, as text. */
  readonly decision: Sql;
  /** In the currency measured in; NULL for others. */
  readonly amount: Sql;
  /** Whether an order is in that currency. */
  readonly own: Sql;
  readonly columns: TallyColumns;
  /** Parts are decisions, the most lenient first. */
  readonly lenient: boolean;
  readonly timezone: string;
}
