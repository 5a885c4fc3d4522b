import type { ColumnType } from '../model/columns.ts';
import { qualityLimits, type FindingFilterCode } from '../model/quality.ts';
import { stateCode } from '../model/target.ts';
import { stateSql, type Judgement } from './outcome-state.ts';
import { isPlaceholder } from './placeholder.ts';
import { postalDisagrees, postalPlace } from './postal-disagreement.ts';
import { reusedIds, sharedIds } from './import-orders.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';
import { isValid } from './valid-form.ts';
import { onDays } from './unusual-days.ts';

/** What a finding is looked for in. */
export interface FindingGround {
  /** All orders with every column and their `state`, to select from. */
  readonly rows: Sql;
  readonly timezone: string;
  /** The currency most orders have. */
  readonly currency: string;
  /** Columns that hold values, with their types. */
  readonly types: ReadonlyMap<string, ColumnType>;
}

/** The ground of a filter: every order as the project's view has it, judged where the finding asks how orders ended. */
export function projectGround(
  code: FindingFilterCode,
  judgement: Judgement,
  given: Omit<FindingGround, 'rows' | 'timezone'>,
): FindingGround {
  const pieces = stateSql(judgement);
  const rows =
    code === 'leak-value'
      ? sql`(${pieces.with} SELECT o.*, ${pieces.state} AS state FROM orders o${pieces.join})`
      : sql`orders`;
  return { ...given, rows, timezone: judgement.timezone };
}

/** Columns of working rows that the condition reads, beside those they always have. */
export function findingColumns(column: string | null, { types }: FindingGround): string[] {
  if (column === null) return [];
  return [column, ...(postalPlace(column, (name) => types.has(name))?.written ?? [])];
}

/** Columns by which two orders are of the same person or card. */
const samePerson = ['card_token', 'email', 'phone', 'member_id', 'buyer_name'] as const;

/**
 * The orders behind a finding, as a condition over `rows` that is never NULL; null where the column is missing that it
 * needs. The report counts by the same condition that a filter selects by.
 */
export function findingCondition(code: FindingFilterCode, column: string | null, ground: FindingGround): Sql | null {
  const { rows, timezone, currency, types } = ground;
  const type = column === null ? undefined : types.get(column);
  switch (code) {
    case 'near-duplicates':
      return nearDuplicates(ground);
    case 'times-midnight':
      // Reading the calendar costs: only whole quarters of an hour can be midnight anywhere.
      return sql`(epoch_us(ordered_at) % 900000000 = 0
        AND (ordered_at AT TIME ZONE ${literal(timezone)})::TIME = TIME '00:00:00')`;
    case 'times-utc-midnight':
      return sql`(epoch_us(ordered_at) % 86400000000 = 0)`;
    case 'days-high':
      return onDays('high', rows, timezone);
    case 'days-low':
      return onDays('low', rows, timezone);
    case 'amount-unit':
      return sql`coalesce(amount <> 0 AND amount % 100 = 0 AND currency = ${currency}, FALSE)`;
    case 'outcome-before-order':
      return reportedBefore(timezone);
    case 'hub-values':
      return column === null || type === undefined ? null : hasHubValue(column, type, rows);
    case 'placeholder-values':
      return column === null || type === undefined ? null : isPlaceholder(column, type);
    case 'zip-prefecture': {
      const place = column === null ? null : postalPlace(column, (name) => types.has(name));
      return place === null || type === undefined ? null : postalDisagrees(place, rows);
    }
    case 'values-malformed': {
      const valid = column === null || type === undefined ? null : isValid(column, type);
      return valid === null ? null : sql`coalesce(NOT ${valid}, FALSE)`;
    }
    case 'ids-reused':
      return reusedIds;
    case 'ids-shared':
      return sharedIds;
    case 'leak-value':
      return column === null || type === undefined ? null : hasTellingValue(column, rows);
  }
}

/** Orders of the same instant, amount and currency as another order of the same person or card. */
function nearDuplicates({ rows, types }: FindingGround): Sql | null {
  const shared = samePerson.filter((column) => types.has(column));
  if (shared.length === 0) return null;
  const alike = shared.map(
    (column) => sql`count(${id(column)}) OVER (PARTITION BY ordered_at, amount, currency, ${id(column)})`,
  );
  return sql`(seq IN (SELECT seq FROM (
    SELECT seq, greatest(${join(alike, sql`, `)}) AS alike FROM ${rows} WHERE (ordered_at, amount) IN (
      SELECT (ordered_at, amount) FROM ${rows} GROUP BY ordered_at, amount HAVING count(*) > 1))
    WHERE alike > 1))`;
}

/** By calendar days: a report often has a date alone. */
function reportedBefore(timezone: string): Sql {
  const day = (time: Sql): Sql => sql`(${time} AT TIME ZONE ${literal(timezone)})::DATE`;
  return sql`(seq IN (SELECT o.seq FROM orders AS o JOIN outcomes AS k ON k.order_id = o.event_id
    WHERE ${day(sql`k.reported_at`)} < ${day(sql`o.ordered_at`)}))`;
}

/** Values that a large part of the orders share, far more than share the column's usual value; placeholders are told apart. */
function hasHubValue(column: string, type: ColumnType, rows: Sql): Sql {
  return sql`coalesce(${id(column)} IN (
    SELECT value FROM (SELECT *, ${hubThreshold} AS threshold FROM (
      SELECT ${id(column)} AS value, count(*) AS n, any_value(${isPlaceholder(column, type)}) AS placeholder
      FROM ${rows} WHERE ${id(column)} IS NOT NULL GROUP BY 1))
    WHERE n >= threshold AND NOT placeholder), FALSE)`;
}

const { hubOrders, hubPart, hubPartOrders, hubShare, hubTimes, leakBad, leakPrecision, leakRecall } = qualityLimits;

/** From how many orders on a value is a hub, over groups of one row per value with `n` orders. */
export const hubThreshold = sql`least(greatest(${hubOrders}, ${hubShare} * sum(n) OVER (), ${hubTimes} * avg(n) OVER ()),
  greatest(${hubPartOrders}, ${hubPart} * sum(n) OVER ()))`;

/** Whether a group of orders, with its `bad` and `good`, tells bad orders from good ones; `allBad` is how many there are. */
export const isTelling = (allBad: Sql): Sql =>
  sql`(bad >= ${leakBad} AND bad >= ${leakPrecision} * (bad + good) AND bad >= ${leakRecall} * ${allBad})`;

/** The value that tells them best, over groups of `value`, `bad` and `good`; no row where none does. */
export const tellingValue = (groups: Sql): Sql => sql`
  SELECT value FROM ${groups} WHERE value IS NOT NULL AND ${isTelling(sql`(SELECT sum(bad) FROM ${groups})`)}
  ORDER BY bad DESC, good, value LIMIT 1`;

/** Orders with the telling value. */
function hasTellingValue(column: string, rows: Sql): Sql {
  const groups = sql`(SELECT ${id(column)} AS value, count_if(state = ${stateCode('bad')}) AS bad,
    count_if(state = ${stateCode('good')}) AS good FROM ${rows} GROUP BY 1)`;
  return sql`coalesce(${id(column)} IN (${tellingValue(groups)}), FALSE)`;
}
