import { eventFieldsOf, listedColumnOf, listedIn, orderFieldsOf } from '../expression/index.ts';
import type { CaseOutcome, FeatureCase, VectorValue } from '../model/package.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { featuresView } from './duckdb-text.ts';
import type { Difference } from './engine-proof.ts';
import { columnTypes } from './expected-decisions.ts';
import { differingCases } from './feature-cases.ts';
import type { TurnWatch } from './in-turns.ts';
import type { ReadFeature } from './read-features.ts';
import { featuresText } from './targets/duckdb.ts';

/**
 * Where the file of the features, run whole by a DuckDB of its own over the orders and reports of each case, says otherwise than
 * the case.
 * `folder` is for what it spills; the share of the cases that have run is told. Throws 'cancelled', also within a case.
 */
export async function sqlDifferences(
  features: readonly ReadFeature[],
  cases: readonly FeatureCase[],
  folder: string,
  { signal, done }: TurnWatch = {},
): Promise<Difference[]> {
  if (cases.length === 0) return [];
  const byId = new Map(features.map((one) => [one.checked.feature.id, one]));
  const columns = columnsNamed(features);
  const scratch = await openScratch({ files: [], folder, signal });
  try {
    await scratch.db.run(
      sql`CREATE TABLE events (kind VARCHAR, happened_at TIMESTAMPTZ, currency VARCHAR${columnsOf(columns)})`,
    );
    const said: FeatureCase['values'][] = [];
    for (const [at, { feature, orders, outcomes = [] }] of cases.entries()) {
      done?.(at / cases.length);
      const own = byId.get(feature);
      if (own === undefined) continue;
      await scratch.db.run(sql`CREATE OR REPLACE TABLE orders (
        seq BIGINT, event_id VARCHAR, ordered_at TIMESTAMPTZ, currency VARCHAR${columnsOf(columns)})`);
      await scratch.db.run(sql`INSERT INTO orders BY NAME ${ordersOf(own, orders)}`);
      await scratch.db
        .run(sql`CREATE OR REPLACE TABLE outcomes (order_id VARCHAR, kind VARCHAR, family VARCHAR, amount BIGINT,
        days_past_due INTEGER, repeats BOOLEAN, reported_at TIMESTAMPTZ)`);
      if (outcomes.length > 0) await scratch.db.run(sql`INSERT INTO outcomes VALUES ${reportsOf(outcomes)}`);
      await scratch.db.run({ kind: 'sql', text: featuresText(features), values: [] });
      const column = id(own.column);
      const value = own.checked.type === 'timestamp' ? sql`epoch_us(${column})` : column;
      const rows = await scratch.db.rows(
        sql`SELECT CAST(${value} AS DOUBLE) AS value FROM ${id(featuresView)} ORDER BY seq`,
      );
      said.push(rows.map((row) => (row['value'] === null ? null : Number(row['value']))));
    }
    done?.(1);
    return differingCases(cases, said);
  } finally {
    scratch.close();
  }
}

/** Columns that orders and events always have. */
const always: ReadonlySet<string> = new Set(['seq', 'event_id', 'ordered_at', 'currency']);

/** Every other column that the file names, with its type; a case has nothing in those of other features. */
function columnsNamed(features: readonly ReadFeature[]): ReadonlyMap<string, Sql> {
  const fields = features.flatMap(({ checked }) => [
    ...checked.keys.flatMap(({ order, event }) => [order, event]),
    ...eventFieldsOf(checked),
  ]);
  const listed = features.flatMap(({ checked: { where } }) => (where === null ? [] : listedIn(where)));
  return new Map([
    ...fields.flatMap(({ column, type }): [string, Sql][] => (always.has(column) ? [] : [[column, columnTypes[type]]])),
    ...listed.map((term): [string, Sql] => [listedColumnOf(term), columnTypes.bool]),
  ]);
}

const columnsOf = (columns: ReadonlyMap<string, Sql>): Sql =>
  join(
    [...columns].map(([name, type]) => sql`, ${id(name)} ${type}`),
    nothing,
  );

function reportsOf(outcomes: readonly CaseOutcome[]): Sql {
  const rows = outcomes.map((one) => {
    const { order_id: order, kind, family, amount, days_past_due: days, repeats, reported_at: at } = one;
    return sql`(${join([order, kind, family, amount, days, repeats, at].map(cell), sql`, `)})`;
  });
  return join(rows, sql`, `);
}

const cell = (value: string | number | boolean | null | undefined): Sql =>
  value === undefined || value === null ? sql`NULL` : literal(String(value));

function ordersOf({ checked }: ReadFeature, orders: FeatureCase['orders']): Sql {
  const fields = orderFieldsOf(checked).filter(({ column }) => column !== 'ordered_at' && column !== 'currency');
  const rows = orders.map(({ event_id, at, fields: values }, seq) => {
    const cells = fields.map(
      ({ path, type, column }) => sql`CAST(${valueOf(values[path])} AS ${columnTypes[type]}) AS ${id(column)}`,
    );
    return sql`SELECT ${join(
      [
        sql`${literal(String(seq))}::BIGINT AS seq`,
        sql`${literal(event_id)} AS event_id`,
        sql`${literal(at)}::TIMESTAMPTZ AS ordered_at`,
        sql`CAST(${valueOf(values['order.currency'])} AS VARCHAR) AS currency`,
        ...cells,
      ],
      sql`, `,
    )}`;
  });
  return join(rows, sql` UNION ALL `);
}

const valueOf = (value: VectorValue | undefined): Sql => cell(Array.isArray(value) ? null : value);
