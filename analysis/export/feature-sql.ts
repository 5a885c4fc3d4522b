import {
  currencyPath,
  eventFieldsOf,
  listedColumnOf,
  listedIn,
  orderFieldsOf,
  type ListedTerm,
  type ScopeField,
} from '../expression/index.ts';
import type { EventKind } from '../model/events.ts';
import type { CaseOrder, CaseOutcome, FeatureCase, VectorValue } from '../model/package.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { featuresView } from './duckdb-text.ts';
import type { Difference } from './engine-proof.ts';
import { columnTypes } from './expected-decisions.ts';
import { differingCases } from './feature-cases.ts';
import type { TurnWatch } from './in-turns.ts';
import type { ReadFeature } from './read-features.ts';
import { featuresText } from './targets/duckdb.ts';
import { linesForm } from './vector-lines.ts';
import { isOn } from './vector-lists.ts';

/**
 * Where the file of the features, run whole by a DuckDB of its own over the orders, events and reports of each case, says otherwise than
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
    const said: FeatureCase['values'][] = [];
    for (const [at, { feature, orders, events = [], outcomes = [] }] of cases.entries()) {
      done?.(at / cases.length);
      const own = byId.get(feature);
      if (own === undefined) continue;
      await scratch.db.run(sql`CREATE OR REPLACE TABLE orders (
        seq BIGINT, event_id VARCHAR, ordered_at TIMESTAMPTZ, currency VARCHAR${columnsOf(columns.orders)})`);
      await scratch.db.run(sql`CREATE OR REPLACE TABLE events (
        kind VARCHAR, happened_at TIMESTAMPTZ, currency VARCHAR${columnsOf(columns.events)})`);
      const { asked, beside } = fieldsOf(own);
      await scratch.db.run(sql`INSERT INTO orders BY NAME ${rowsOf(orders, asked, orderHead)}`);
      if (events.length > 0) await scratch.db.run(sql`INSERT INTO events BY NAME ${rowsOf(events, beside, eventHead)}`);
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

/** What an order or event of a case is asked: its fields, and which of them stood on lists. */
interface Read {
  readonly fields: readonly ScopeField[];
  readonly listed: readonly ListedTerm[];
}

/** Columns that orders and events always have. */
const always: ReadonlySet<string> = new Set(['seq', 'kind', 'ordered_at', 'happened_at', 'currency']);

/** What a feature reads of orders, and of the events beside them that it counts. */
function fieldsOf({ checked }: ReadFeature): { readonly asked: Read; readonly beside: Read } {
  const { keys, feature, where } = checked;
  const ofOrders = (feature.on ?? 'orders') === 'orders';
  const listed = where === null ? [] : listedIn(where);
  const events = ofOrders ? [] : [...keys.map(({ event }) => event), ...eventFieldsOf(checked)];
  return {
    asked: { fields: own(orderFieldsOf(checked)), listed: ofOrders ? listed : [] },
    beside: { fields: own(events), listed: ofOrders ? [] : listed },
  };
}

const own = (fields: readonly ScopeField[]): ScopeField[] => [
  ...new Map(fields.flatMap((field) => (always.has(field.column) ? [] : [[field.column, field] as const]))).values(),
];

/** Every other column that the file names, with its type; a case has nothing in those of other features. */
function columnsNamed(features: readonly ReadFeature[]) {
  const read = features.map(fieldsOf);
  return { orders: named(read.map(({ asked }) => asked)), events: named(read.map(({ beside }) => beside)) };
}

const named = (all: readonly Read[]): ReadonlyMap<string, Sql> =>
  new Map(
    all.flatMap(({ fields, listed }) => [
      ...fields.map(({ column, type }): [string, Sql] => [column, columnTypes[type]]),
      ...listed.map((term): [string, Sql] => [listedColumnOf(term), columnTypes.bool]),
    ]),
  );

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

const orderHead = ({ event_id, at }: CaseOrder, seq: number): Sql =>
  sql`${literal(String(seq))}::BIGINT AS seq, ${literal(event_id)} AS event_id, ${literal(at)}::TIMESTAMPTZ AS ordered_at`;

const eventHead = ({ at, kind }: CaseOrder & { readonly kind: EventKind }): Sql =>
  sql`${literal(kind)} AS kind, ${literal(at)}::TIMESTAMPTZ AS happened_at`;

function rowsOf<Row extends CaseOrder>(
  rows: readonly Row[],
  { fields, listed }: Read,
  head: (row: Row, seq: number) => Sql,
): Sql {
  const selects = rows.map((row, seq) => {
    const { fields: values } = row;
    const record = { record: values, ...(row.lists === undefined ? {} : { lists: row.lists }) };
    const cells = [
      sql`CAST(${cell(plain(values[currencyPath]))} AS VARCHAR) AS currency`,
      ...fields.map((field) => sql`${valueOf(values[field.path], field)} AS ${id(field.column)}`),
      ...listed.map((term) => sql`CAST(${cell(isOn(record, term))} AS BOOLEAN) AS ${id(listedColumnOf(term))}`),
    ];
    return sql`SELECT ${head(row, seq)}, ${join(cells, sql`, `)}`;
  });
  return join(selects, sql` UNION ALL `);
}

const plain = (value: VectorValue | undefined): string | number | boolean | undefined =>
  Array.isArray(value) ? undefined : value;

const valueOf = (value: VectorValue | undefined, { type }: ScopeField): Sql =>
  type === 'list'
    ? sql`from_json(${cell(Array.isArray(value) ? JSON.stringify(value) : null)}, ${literal(linesForm)})`
    : sql`CAST(${cell(plain(value))} AS ${columnTypes[type]})`;
