import type { SlowerWhy } from '../../model/backtest.ts';
import type { Connection } from '../connection.ts';
import { id, join, sql, type Sql } from '../sql.ts';
import { refuseUndated } from './bad-told.ts';
import {
  areKeysHashed,
  badFacts,
  keyed,
  keyNames,
  ownValue,
  sourceOf,
  type FactGround,
  type FeatureGround,
} from './facts.ts';
import type { Planned } from './planned.ts';
import { sequence, valueOf } from './windows.ts';

/** Features of one group, and what is made of them. */
export interface FeatureGroup {
  readonly features: readonly [Planned, ...Planned[]];
  /** Names of their columns of codes, see `columnName`. */
  readonly names: readonly string[];
  /** Name of the table in `work`; it begins those of tables that are made on the way. */
  readonly table: string;
}

/** Where features stand in files, and the orders, each of which has a row in every one of them. */
export interface FilesPlace {
  readonly folder: string;
  readonly orders: number;
}

/** Features in files of a folder, a column of codes each, by name. */
export interface FeatureFiles {
  readonly isThere: (place: FilesPlace, name: string) => boolean;
  /**
   * Makes a table in `work` whose rows lie in the order of `seq`, and answers how the value of each is read from a row of it under
   * a name; null where a file is missing, or damaged: then it is removed.
   */
  readonly toTable: (
    db: Connection,
    table: string,
    place: FilesPlace,
    wanted: readonly { readonly planned: Planned; readonly name: string }[],
  ) => Promise<readonly ((alias: Sql) => Sql)[] | null>;
}

/** Where features are put, and how many bytes making them may take beside DuckDB. */
export interface FeaturePlace {
  readonly folder: string;
  readonly memory: number;
}

/**
 * Makes of every group columns of codes in a folder, a file each, or the table `seq, f0, f1, …`: a row for every order that has
 * all keys. 'feature-undated', see `badKnown`; 'cancelled' when the job of `db` was cancelled. `done` is told after every
 * group.
 */
export interface FeatureMaker {
  /** Features in files of columns of codes; null where it makes tables alone. */
  readonly files: FeatureFiles | null;
  /** Features of different ways to make them stand in different groups. */
  readonly wayOf: (planned: Planned) => string;
  /** Groups that are made together have one name. */
  readonly batchOf: (group: FeatureGroup) => string;
  /** Why some were made by a slower way than there is for them, so far; null where none was. */
  readonly slowed: () => SlowerWhy | null;
  readonly make: (
    db: Connection,
    groups: readonly FeatureGroup[],
    ground: FeatureGround,
    place: FeaturePlace,
    done: () => void,
  ) => Promise<void>;
}

/** Every feature as a window of DuckDB, a statement for each group. */
export const windowsOnly: FeatureMaker = {
  files: null,
  wayOf: () => 'windows',
  batchOf: ({ table }) => table,
  slowed: () => null,
  make: async (db, groups, ground, _place, done) => {
    for (const group of groups) {
      await computeGroup(db, group, ground);
      done();
    }
  },
};

/**
 * Features that one statement computes have one name: same events, keys and ties, so that they share the sorting. `key` names
 * the feature; one of outcomes stands alone, for their changes leave the window at a time of their own.
 */
export function groupOf({ checked, reading }: Planned, key: string): string {
  const { feature, keys } = checked;
  if (feature.agg === 'known_bad') return key;
  const ties = feature.ties === 'sequenced' ? 'sequenced' : 'strict';
  return JSON.stringify([feature.on ?? 'orders', keys.map(({ order }) => order.path), ties, reading]);
}

/** Writes the table of a group by windows of DuckDB. */
export async function computeGroup(
  db: Connection,
  { features, table }: FeatureGroup,
  ground: FeatureGround,
): Promise<void> {
  const [first] = features;
  await refuseUnknown(db, first, ground);
  const source = await sourceOf(db, features, table);
  try {
    // A hash is as good as the keys where no two of them share one, and faster to sort.
    const key = (await areKeysHashed(db, first, ground)) ? id('h') : keyNames(first);
    await db.run(sql`CREATE TABLE ${id('work', table)} AS ${groupQuery(features, source.rows, ground, key)}`);
  } finally {
    await source.made.drop();
  }
}

/** The query of a group over the rows it counts: `seq, f0, …` for every order that has all keys. */
export function groupQuery(features: FeatureGroup['features'], rows: Sql, ground: FactGround, key: Sql): Sql {
  const values = features.map((planned, index) => sql`${valueOf(planned, id(`v${index}`), key)} AS ${id(`f${index}`)}`);
  return sql`SELECT * EXCLUDE (t)
    FROM (SELECT seq, t, ${join(values, sql`, `)} FROM (${factsOf(features, rows, ground)})) WHERE seq IS NOT NULL`;
}

/** 'feature-undated' where what is asked was never told, see `badKnown`. */
export async function refuseUnknown(
  db: Connection,
  { checked: { feature }, reading }: Planned,
  { reports }: FeatureGround,
): Promise<void> {
  if (feature.agg === 'known_bad' && reading.outcomes === undefined) await refuseUndated(db, feature, reports.bills);
}

function factsOf(features: readonly [Planned, ...Planned[]], rows: Sql, ground: FactGround): Sql {
  const [first] = features;
  if (first.checked.feature.agg === 'known_bad') return badFacts(first, rows, ground);
  const values = features.map((planned, index) => sql`${ownValue(planned, ground)} AS ${id(`v${index}`)}`);
  const { select, present } = keyed(first, 'event');
  const own = join(values, sql`, `);
  if ((first.checked.feature.on ?? 'orders') !== 'orders') {
    const orders = keyed(first, 'order');
    const none = join(
      features.map((_, index) => sql`NULL AS ${id(`v${index}`)}`),
      sql`, `,
    );
    return sql`SELECT NULL::BIGINT AS seq, epoch_us(ordered_at) AS t, ${select}, ${own} FROM ${rows} WHERE ${present}
      UNION ALL SELECT seq, epoch_us(ordered_at), ${orders.select}, ${none} FROM orders WHERE ${orders.present}`;
  }
  const facts = sql`SELECT seq, epoch_us(ordered_at) AS t, event_id, ${select}, ${own} FROM ${rows} WHERE ${present}`;
  if (first.checked.feature.ties !== 'sequenced') return facts;
  return sql`SELECT *, ${sequence} AS o
    FROM (SELECT *, dense_rank() OVER (PARTITION BY t ORDER BY event_id) AS place FROM (${facts}))`;
}
