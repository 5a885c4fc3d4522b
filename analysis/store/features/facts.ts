import { duckdbPredicate, listColumnsOf, listedIn, type ScopeField } from '../../expression/index.ts';
import { listColumn, listColumnParts } from '../../model/lists.ts';
import type { Connection } from '../connection.ts';
import { makeColumns, type Made } from '../made-columns.ts';
import { id, join, literal, nothing, sql, type Sql } from '../sql.ts';
import { tellsWho } from '../placeholder.ts';
import { badChanges, everBad } from './bad-changes.ts';
import type { ProjectReports, Reports } from './bad-reports.ts';
import type { Planned } from './planned.ts';

/** What features are made of: rows with their keys, and what each adds. */

/** What is known of the data that features are computed over. */
export interface FactGround {
  /** The only currency of the orders, or null; says nothing of other events. */
  readonly singleCurrency: string | null;
  /** What is reported of the orders. */
  readonly reports: Reports;
}

/** What features of a project are computed over. */
export interface FeatureGround extends FactGround {
  readonly reports: ProjectReports;
  /** Whether the hashes of these keys tell them apart, so that a window may be made over them. */
  readonly hashed: (db: Connection, keys: Sql, names: readonly Sql[]) => Promise<boolean>;
}

/** The rows that conditions and values are read from. */
export interface Source {
  /** `o.*` with what is made beside it. */
  readonly rows: Sql;
  readonly made: Made;
}

export async function sourceOf(
  db: Connection,
  features: readonly [Planned, ...Planned[]],
  tables: string,
): Promise<Source> {
  const [{ checked, reading }] = features;
  const on = checked.feature.on ?? 'orders';
  const events = sql`(SELECT rowid AS seq, happened_at AS ordered_at, * FROM events WHERE kind = ${literal(on)})`;
  const rows = on === 'orders' ? sql`orders` : events;
  const asked = features.flatMap(({ checked: { where } }) => (where === null ? [] : [where]));
  const lists = asked.flatMap((where) => listedIn(where).map(({ list }) => list));
  const own = asked.flatMap((where) => [...where.fields.map(({ column }) => column), ...listColumnsOf(where)]);
  const today = reading.lists === 'today';
  const wanted = [...new Set(today ? own.map(todayOf) : own)];
  const columns = new Set(asked.flatMap(({ fields }) => fields.map(({ column }) => column)));
  const made = await makeColumns(db, wanted, { columns, lists }, { tables, ...(on === 'orders' ? {} : { rows }) });
  const beside = made.values.map(({ column, value }) => sql`, ${value} AS ${id(today ? asOfOrder(column) : column)}`);
  return { rows: sql`(SELECT o.*${join(beside, nothing)} FROM ${rows} AS o${made.joins})`, made };
}

const todayOf = (column: string): string => {
  const parts = listColumnParts(column);
  return parts === null ? column : listColumn(parts.listId, parts.column, 'today');
};

const asOfOrder = (column: string): string => {
  const parts = listColumnParts(column);
  return parts === null ? column : listColumn(parts.listId, parts.column);
};

/** Whether the hashes of the keys tell them apart. */
export async function areKeysHashed(db: Connection, { checked }: Planned, { hashed }: FeatureGround): Promise<boolean> {
  const columns = (side: 'order' | 'event'): Sql =>
    join(
      checked.keys.map((key) => id(key[side].column)),
      sql`, `,
    );
  const on = checked.feature.on ?? 'orders';
  const others =
    on === 'orders' ? nothing : sql` UNION ALL SELECT ${columns('event')} FROM events WHERE kind = ${literal(on)}`;
  const keys = sql`SELECT ${keyColumns(checked.keys.map(({ order }) => order))} FROM (SELECT ${columns('order')} FROM orders${others})`;
  const names = checked.keys.map((_, index) => id(`k${index}`));
  return hashed(db, keys, names);
}

/** The columns `k0, …` of the keys. */
export const keyNames = ({ checked }: Planned): Sql =>
  join(
    checked.keys.map((_, index) => id(`k${index}`)),
    sql`, `,
  );

const keyColumns = (fields: readonly ScopeField[]): Sql =>
  join(
    fields.map(({ column }, index) => sql`${id(column)} AS ${id(`k${index}`)}`),
    sql`, `,
  );

/** Blank keys are none: they would make one person of everybody without a value. */
const blanks = ' \t\u3000';

/** Texts that do not begin with a blank are told by their first bytes, many times as fast as by taking blanks away. */
const notBlank = (column: Sql): Sql =>
  sql`((${column} >= '!' AND ${column} < ${literal('\u3000')}) OR ${column} >= ${literal('\u3001')}
    OR trim(${column}, ${literal(blanks)}) <> '')`;

/**
 * Whether a row has all of these keys, none of which stands for nobody (every guest a shop calls `0`): true, or false or NULL. As a
 * condition only, which leaves out what is decided.
 */
export function hasKeys(fields: readonly ScopeField[]): Sql {
  return join(
    fields.flatMap(({ column, type }) => [
      type === 'string' ? notBlank(id(column)) : sql`${id(column)} IS NOT NULL`,
      ...[tellsWho(column)].filter((told) => told !== null),
    ]),
    sql` AND `,
  );
}

export interface Keyed {
  readonly hash: Sql;
  readonly select: Sql;
  readonly present: Sql;
}

/** The columns `h, k0, …` of a row’s keys, and whether it has all of them. */
export function keyed({ checked }: Planned, side: 'order' | 'event'): Keyed {
  const fields = checked.keys.map((key) => key[side]);
  const columns = join(
    fields.map(({ column }) => id(column)),
    sql`, `,
  );
  const hash = sql`hash(${columns})`;
  return { hash, select: sql`${hash} AS h, ${keyColumns(fields)}`, present: hasKeys(fields) };
}

/** Whether an event counts: exactly true, as a rule fires. */
export function counts(planned: Planned, ground: FactGround): Sql {
  const { where } = planned.checked;
  const on = where === null ? null : duckdbPredicate(where, { singleCurrency: isOwnCurrency(planned, ground) });
  return on === null ? sql`TRUE` : sql`${on} IS TRUE`;
}

/** Whether all money that the feature may read is in its currency. */
const isOwnCurrency = ({ checked: { feature, currency } }: Planned, { singleCurrency }: FactGround): boolean =>
  (feature.on ?? 'orders') === 'orders' && singleCurrency === currency;

/**
 * What a row adds where it counts, else NULL. Doubles are summed to six decimals, so that their order does not matter; those
 * of 10^22 and more are left out, so that no sum overflows.
 */
export function ownValue(planned: Planned, ground: FactGround): Sql {
  const { feature, of, currency } = planned.checked;
  if (of === null) {
    const value = feature.agg === 'count' ? sql`TRUE` : sql`epoch_us(ordered_at)`;
    return sql`CASE WHEN ${counts(planned, ground)} THEN ${value} END`;
  }
  const column = id(of.column);
  const foreign = of.type === 'money' && !isOwnCurrency(planned, ground);
  const guard = foreign ? sql` AND currency = ${literal(currency)}` : nothing;
  return sql`CASE WHEN ${counts(planned, ground)}${guard}${isSomebody(planned)} THEN ${storedValue(of, feature.agg, column)} END`;
}

/** Ids that stand for none are none of those that are told apart; begins with AND. */
export function isSomebody({ checked: { feature, of } }: Planned): Sql {
  const told = feature.agg === 'count_distinct' && of !== null ? tellsWho(of.column) : null;
  return told === null ? nothing : sql` AND ${told}`;
}

function storedValue({ type }: ScopeField, agg: Planned['checked']['feature']['agg'], column: Sql): Sql {
  if (type === 'timestamp') return sql`epoch_us(${column})`;
  if (type !== 'double') return column;
  return agg === 'sum' || agg === 'avg' ? sql`TRY_CAST(${column} AS DECIMAL(28, 6))` : column;
}

/**
 * Changes of what was known to be bad, as they came: +1 when an order of the key was known to be, −1 when it was no longer
 * or left the window, which tells the time of the order, not of the report.
 */
export function badFacts(planned: Planned, rows: Sql, ground: FactGround): Sql {
  const { feature, micros } = planned.checked;
  const { select, present } = keyed(planned, 'event');
  const outcome = feature.outcome ?? {};
  const counted = sql`${rows} WHERE ${present} AND ${counts(planned, ground)}`;
  const asked = sql`SELECT seq, epoch_us(ordered_at) AS t, ${select}, 0 AS v0 FROM orders WHERE ${present}`;
  if (planned.reading.window === 'whole')
    return sql`SELECT seq, epoch_us(ordered_at) AS t, ${select},
      (${counts(planned, ground)} AND event_id IN ${everBad(outcome, ground.reports)})::INTEGER AS v0 FROM ${rows} WHERE ${present}`;
  const changes =
    planned.reading.outcomes === 'at-once'
      ? sql`(SELECT order_id, NULL::BIGINT AS known_at, 1 AS change FROM ${everBad(outcome, ground.reports)})`
      : badChanges(outcome, ground.reports);
  const known = sql`SELECT mine.*, greatest(known_at, ot) AS t, change AS v0
    FROM (SELECT event_id, seq AS own, epoch_us(ordered_at) AS ot, ${select} FROM ${counted}) AS mine
    JOIN ${changes} ON order_id = event_id`;
  if (micros === null)
    return sql`SELECT NULL::BIGINT AS seq, t, ${keysAgain(planned)}, v0 FROM (${known}) UNION ALL ${asked}`;
  const length = sql`${Number(micros)}::BIGINT`;
  const kept = sql`(SELECT * FROM (${known}) WHERE t < ot + ${length})`;
  return sql`SELECT NULL::BIGINT AS seq, t, ${keysAgain(planned)}, v0 FROM ${kept}
    UNION ALL SELECT NULL, ot + ${length}, ${keysAgain(planned)}, -sum(v0) FROM ${kept} GROUP BY own, ot, ${keysAgain(planned)}
    UNION ALL ${asked}`;
}

const keysAgain = (planned: Planned): Sql => sql`h, ${keyNames(planned)}`;
