import { partGroups } from '../model/results/breakdown.ts';
import { groupCount } from '../model/results/intervals.ts';
import type { ClusterKind } from '../model/results/headline.ts';
import type { ReviewDays } from '../model/results/queue.ts';
import { reviewResults } from '../model/results/money.ts';
import { measureNames, measures } from '../model/results/tally.ts';
import { results } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { entitySql, moneyColumn, personSql } from '../store/order-money.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';

/** What is added up of the decided orders beside their states: everything figures in money and intervals need. */
export interface SetTally {
  /** By group of entities, result, state and measure. */
  readonly groups: Float64Array<ArrayBuffer>;
  /** By part (as asked for), group of the entities of a part, result, state and measure; empty where no part was asked for. */
  readonly parts: Float64Array<ArrayBuffer>;
  /** Orders that a person has to look at: by local day, and by local hour of the day. */
  readonly reviewDays: ReviewDays;
  readonly reviewHours: readonly number[];
}

/**
 * Which part an order is in and which group of its entity there, as one number from 1 on; NULL in no part. The numbers of part
 * n begin at `n * partGroups + 1`.
 */
export const partNumber = (parts: readonly Sql[]): Sql =>
  sql`CASE ${join(
    parts.map((holds, part) => sql`WHEN ${holds} THEN ${part}`),
    sql` `,
  )} END * ${partGroups} + ${tallyColumns.group} % ${partGroups} + 1`;

/** Columns of the working rows, as whoever adds up reads them. */
export const tallyColumns = {
  group: sql`(${id(moneyColumn)}).entity`,
  marks: sql`(${id(moneyColumn)}).marks`,
  loss: sql`(${id(moneyColumn)}).loss`,
  hour: sql`hour`,
} as const;

/** What an order lost, in a currency; `only` is the single currency of the project. NULL for other currencies. */
export const lossIn = (currency: string, only: string | null): Sql =>
  only === currency ? tallyColumns.loss : sql`CASE WHEN ${id('currency')} = ${currency} THEN ${tallyColumns.loss} END`;

/** Days since 1970-01-01 in a zone. */
export const dayNumber = (timezone: string): Sql =>
  sql`date_diff('day', DATE '1970-01-01', (ordered_at AT TIME ZONE ${literal(timezone)})::DATE)`;

/** `2024-05-01` of a day's number. */
export const dayOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** Orders in review among sums of orders by code, result and state. */
export function reviewsByCode(sums: ArrayLike<number>, codes: number): number[] {
  const states = outcomeStates.length;
  return Array.from({ length: codes }, (_, code) =>
    reviewResults.reduce((total, result) => {
      const from = (code * results.length + results.indexOf(result)) * states;
      return total + outcomeStates.reduce((sum, _state, state) => sum + (sums[from + state] ?? 0), 0);
    }, 0),
  );
}

export const reviewDaysOf = (reviews: readonly number[], first: number): ReviewDays =>
  reviews.flatMap((orders, code) => (orders === 0 ? [] : [{ day: dayOf(first + code), orders }]));

/** The same sums by two queries: what tests compare the loops with, and the way out where there are none. */
export async function duckdbTally(db: Connection, tallied: TallyFrom): Promise<SetTally> {
  const { from, where, decision, parts, timezone } = tallied;
  const reviews = await db.rows(sql`
    SELECT ${dayNumber(timezone)} AS day, hour, count(*) AS orders FROM ${from}
    WHERE ${where} AND ${decision} IN (${join(reviewResults.map(literal), sql`, `)}) GROUP BY ALL ORDER BY day`);
  const [days, hours] = [new Map<number, number>(), Array.from({ length: 24 }, () => 0)];
  for (const { day, hour, orders } of reviews) {
    days.set(Number(day), (days.get(Number(day)) ?? 0) + Number(orders));
    hours[Number(hour)] = (hours[Number(hour)] ?? 0) + Number(orders);
  }
  return {
    groups: await sumsBy(db, tallied, tallyColumns.group, groupCount),
    parts:
      parts.length === 0
        ? new Float64Array()
        : await sumsBy(db, tallied, sql`${partNumber(parts)} - 1`, parts.length * partGroups),
    reviewDays: [...days].map(([day, orders]) => ({ day: dayOf(day), orders })),
    reviewHours: hours,
  };
}

/** Every measure of rows with their marks, amount and loss, under its name. */
export const summedMeasures: Sql = join(
  measureNames.map((measure) => {
    const adds = { one: sql`1`, amount: sql`amount`, loss: sql`loss` } as const;
    const { adds: what, of } = measures[measure];
    return sql`coalesce(sum(CASE WHEN (marks & ${of}::UTINYINT) = ${of}::UTINYINT THEN ${adds[what]} END), 0)::DOUBLE AS ${id(measure)}`;
  }),
  sql`, `,
);

/** Sums by a number below `count`; orders that have none are left out. */
async function sumsBy(
  db: Connection,
  { from, where, decision, amount, loss }: TallyFrom,
  number: Sql,
  count: number,
): Promise<Float64Array<ArrayBuffer>> {
  const cells = await db.rows(sql`
    SELECT code, result, state, ${summedMeasures}
    FROM (SELECT ${number} AS code, ${tallyColumns.marks} AS marks, ${decision} AS result, state, ${amount} AS amount,
        ${loss} AS loss
      FROM ${from} WHERE ${where}) WHERE code IS NOT NULL GROUP BY ALL`);
  const size = outcomeStates.length * measureNames.length;
  const sums = new Float64Array(count * results.length * size);
  for (const cell of cells) {
    const result = results.findIndex((one) => one === cell['result']);
    const at = (Number(cell['code']) * results.length + result) * size + Number(cell['state']) * measureNames.length;
    measureNames.forEach((measure, i) => (sums[at + i] = Number(cell[measure])));
  }
  return sums;
}

export interface TallyFrom {
  readonly from: Sql;
  readonly where: Sql;
  /** The result of an order, as text. */
  readonly decision: Sql;
  /** In the currency measured in; NULL for others. */
  readonly amount: Sql;
  readonly loss: Sql;
  /** Conditions of the parts. */
  readonly parts: readonly Sql[];
  readonly timezone: string;
}

/** What intervals take as one in a project, and how many of them it has. */
export interface Entities {
  readonly by: ClusterKind;
  readonly count: number;
}

/** Half of the orders must tell who the customer is for customers to be what is resampled. */
const enoughPersons = 0.5;

export async function entitiesOf(db: Connection): Promise<Entities> {
  const row =
    await db.first(sql`SELECT count(*) AS orders, count(o.entity_id) AS linked, count(${personSql}) AS persons,
    count(DISTINCT ${entitySql}) AS entities FROM orders o`);
  const told = (name: string): number => Number(row?.[name] ?? 0);
  const customers = told('orders') > 0 && told('persons') / told('orders') >= enoughPersons;
  return { by: told('linked') > 0 ? 'entity' : customers ? 'customer' : 'order', count: told('entities') };
}
