import { listedIn, type CheckedFeature } from '../expression/index.ts';
import type { HindsightDifference, HindsightReading, MeasuredDifference, OrdersBad } from '../model/feature-preview.ts';
import type { Reading } from '../model/features.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { id, sql, type Sql } from '../store/sql.ts';

/** A way to read the past; `measured` where the data tell what it would change. */
interface OtherReading {
  readonly name: HindsightReading;
  readonly reading: Reading;
  readonly measured: boolean;
}

/** The ways to read the past that can change a feature. */
export function readingsFor({ feature, where }: CheckedFeature): readonly OtherReading[] {
  const outcomes = feature.agg === 'known_bad';
  const lists = where === null ? [] : listedIn(where).map(({ list }) => list);
  // On a list without times today is all there is.
  const dated = lists.every(({ snapshotAt }) => snapshotAt === undefined);
  return [
    ...(outcomes ? [] : [{ name: 'ties', reading: { ties: 'instant' }, measured: true } as const]),
    ...(outcomes ? [{ name: 'outcomes', reading: { outcomes: 'at-once' }, measured: true } as const] : []),
    ...(lists.length > 0 ? [{ name: 'lists', reading: { lists: 'today' }, measured: dated } as const] : []),
    { name: 'window', reading: { window: 'whole' }, measured: true },
  ];
}

interface Columns {
  readonly own: string;
  /** No column where nothing is measured. */
  readonly readings: readonly { readonly name: HindsightReading; readonly column: string | null }[];
}

/** Each reading beside point in time, on the orders in view. */
export async function differencesFor(
  db: Connection,
  rows: FilteredRows,
  checked: CheckedFeature,
  { own, readings }: Columns,
): Promise<HindsightDifference[]> {
  const differences: HindsightDifference[] = [];
  for (const { name, column } of readings)
    differences.push(
      column === null
        ? { reading: name, measured: false }
        : { reading: name, measured: true, ...(await difference(db, rows, checked, { own, column })) },
    );
  return differences;
}

const counted = new Set(['count', 'count_distinct', 'sum', 'known_bad']);

async function difference(
  db: Connection,
  { from, where }: FilteredRows,
  { feature }: CheckedFeature,
  { own, column }: { readonly own: string; readonly column: string },
): Promise<Omit<MeasuredDifference, 'reading' | 'measured'>> {
  const reached = (name: string): Sql => (counted.has(feature.agg) ? sql`${id(name)} >= 1` : sql`FALSE`);
  const bad = sql`state = ${stateCode('bad')}`;
  const row = await db.first(sql`
    SELECT count(*) FILTER (a IS DISTINCT FROM b) AS differ, count(*) FILTER (b > a) AS higher, count(*) FILTER (b < a) AS lower,
      count(*) FILTER (at_a) AS a_orders, count(*) FILTER (at_a AND ${bad}) AS a_bad,
      count(*) FILTER (at_b) AS b_orders, count(*) FILTER (at_b AND ${bad}) AS b_bad
    FROM (SELECT ${id(own)} AS a, ${id(column)} AS b, state, ${reached(own)} AS at_a,
      ${reached(column)} AS at_b FROM ${from} WHERE ${where})`);
  const number = (name: string): number => Number(row?.[name] ?? 0);
  const side = (name: 'a' | 'b'): OrdersBad => ({ orders: number(`${name}_orders`), bad: number(`${name}_bad`) });
  return {
    differ: number('differ'),
    higher: number('higher'),
    lower: number('lower'),
    atLeastOne: counted.has(feature.agg) ? { pointInTime: side('a'), hindsight: side('b') } : null,
  };
}
