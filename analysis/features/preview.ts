import { checkFeature, orderFieldsOf, readByFeature, type CheckedFeature } from '../expression/index.ts';
import { ShinsaError } from '../model/failure.ts';
import type { FeatureBin, FeatureEstimate, FeaturePreview, HindsightDifference } from '../model/feature-preview.ts';
import { featureColumn, type Feature } from '../model/features.ts';
import type { Filter } from '../model/filter.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows, type FilteredRows } from '../store/filtered-rows.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { linesReplaced, ordersChanged } from '../store/import-orders.ts';
import {
  featureWarnings,
  fieldsWarning,
  hindsightWarnings,
  linesWarning,
  readsLines,
  unsureWarning,
} from '../store/read-warnings.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import type { FeatureCosts } from './cost.ts';
import { differencesFor, readingsFor } from './hindsight.ts';

/** A feature and what it is read in. */
export interface AskedFeature {
  readonly feature: Feature;
  readonly currency: string;
  readonly timezone: string;
}

export interface FeatureQuestion extends AskedFeature {
  readonly filter: Filter;
  /** Also what hindsight would have said; it computes the feature once more for each way to read the past. */
  readonly hindsight: boolean;
}

/** Orders with the highest values that are told. */
const shown = 10;

/** What computing a feature would cost: a count, and no values. Throws 'feature-invalid' with its first issue. */
export async function estimateOf(
  project: ProjectHandle,
  db: Connection,
  { feature, currency, timezone }: AskedFeature,
  costs: FeatureCosts,
): Promise<FeatureEstimate> {
  return costs.estimate(db, checkedFeature(feature, await project.scope(currency, timezone)));
}

/**
 * What a feature says of the filtered orders. It is computed over all orders, whatever the filter. Throws
 * 'feature-invalid' with its first issue, 'feature-undated' as computing it does, and what a filter does. `computed` tells
 * whether it had to be computed.
 */
export async function previewOf(
  project: ProjectHandle,
  db: Connection,
  { feature, currency, timezone, filter, hindsight }: FeatureQuestion,
  computed: () => boolean,
  costs: FeatureCosts,
): Promise<FeaturePreview> {
  const started = performance.now();
  const own = featureColumn({ feature, currency, timezone });
  const { checked, rows, milliseconds } = await ofOneVersion(project, async () => {
    const found = checkedFeature(feature, await project.scope(currency, timezone));
    const from = await filteredRows(project, db, filter, [own, 'event_id']);
    const took = computed() ? Math.round(performance.now() - started) : null;
    return { checked: found, rows: from, milliseconds: took, dataVersion: from.from.dataVersion };
  });
  const counted = await costs.count(db, checked);
  if (milliseconds !== null) costs.took(counted.events, milliseconds);
  const value = asNumber(checked, own);
  const differences = hindsight ? await hindsightOf(project, db, { checked, currency, timezone, filter, own }) : [];
  return {
    feature,
    type: checked.type,
    currency,
    ...(await totals(db, rows, value)),
    ...(checked.type === 'timestamp' ? { mean: null } : {}),
    distribution: await distribution(db, rows, value),
    highest: await highest(db, rows, value),
    cost: { ...counted, milliseconds },
    hindsight: differences,
    warnings: await warningsOf(db, rows, checked, timezone),
  };
}

function checkedFeature(feature: Feature, scope: Parameters<typeof checkFeature>[1]): CheckedFeature {
  const checked = checkFeature(feature, scope);
  if (checked.ok) return checked;
  const issue = checked.issues.find(({ severity }) => severity === 'error');
  const place = { issue: issue?.code ?? 'empty', from: issue?.from ?? 0, to: issue?.to ?? 0 };
  throw new ShinsaError('feature-invalid', { feature: feature.id, ...place, ...issue?.params });
}

/** Instants as epoch ms, so that all values are numbers. */
const asNumber = ({ type }: CheckedFeature, column: string): Sql =>
  type === 'timestamp' ? sql`epoch_ms(${id(column)})` : id(column);

type Totals = Pick<FeaturePreview, 'orders' | 'filled' | 'distinct' | 'min' | 'max' | 'mean'>;

async function totals(db: Connection, { from, where }: FilteredRows, value: Sql): Promise<Totals> {
  const row = await db.first(sql`SELECT count(*) AS orders, count(v) AS filled, count(DISTINCT v) AS distinct_values,
    min(v) AS least, max(v) AS most, avg(v) AS mean FROM (SELECT ${value} AS v FROM ${from} WHERE ${where})`);
  const number = (name: string): number | null => (typeof row?.[name] === 'number' ? row[name] : null);
  return {
    orders: number('orders') ?? 0,
    filled: number('filled') ?? 0,
    distinct: number('distinct_values') ?? 0,
    ...{ min: number('least'), max: number('most'), mean: number('mean') },
  };
}

/** Ends of bins: where few orders are beyond, values are told more finely. */
const shares = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1];

/** So few different values are told one by one. */
const fewValues = 12;

async function distribution(db: Connection, { from, where }: FilteredRows, value: Sql): Promise<FeatureBin[]> {
  const values = sql`(SELECT ${value} AS v, state FROM ${from} WHERE ${where} AND ${value} IS NOT NULL)`;
  const wanted = join(
    shares.map((share) => sql`${share}::DOUBLE`),
    sql`, `,
  );
  const rows = await db.rows(sql`
    WITH own AS (SELECT v, count(*) AS orders, count(*) FILTER (state = ${stateCode('bad')}) AS bad,
        count(*) FILTER (state = ${stateCode('good')}) AS good FROM ${values} GROUP BY v),
      ends AS (SELECT DISTINCT unnest(CASE WHEN (SELECT count(*) FROM own) <= ${fewValues} THEN (SELECT list(v) FROM own)
        ELSE (SELECT quantile_disc(v, [${wanted}]) FROM ${values}) END) AS edge)
    SELECT edge, min(v) AS low, max(v) AS high, sum(orders) AS orders, sum(bad) AS bad, sum(good) AS good
    FROM own ASOF JOIN ends ON v <= edge GROUP BY edge ORDER BY edge`);
  return rows.map((row) => ({
    from: Number(row['low']),
    to: Number(row['high']),
    orders: Number(row['orders']),
    bad: Number(row['bad']),
    good: Number(row['good']),
  }));
}

async function highest(db: Connection, { from, where }: FilteredRows, value: Sql): Promise<FeaturePreview['highest']> {
  const rows = await db.rows(sql`SELECT seq, event_id, ${value} AS v FROM ${from}
    WHERE ${where} AND ${value} IS NOT NULL ORDER BY v DESC, seq LIMIT ${shown}`);
  return rows.map((row) => ({ seq: Number(row['seq']), orderId: String(row['event_id']), value: Number(row['v']) }));
}

interface Compared {
  readonly checked: CheckedFeature;
  readonly currency: string;
  readonly timezone: string;
  readonly filter: Filter;
  readonly own: string;
}

async function hindsightOf(
  project: ProjectHandle,
  db: Connection,
  { checked, currency, timezone, filter, own }: Compared,
): Promise<HindsightDifference[]> {
  const { feature } = checked;
  const readings = readingsFor(checked).map(({ name, reading, measured }) => ({
    name,
    column: measured ? featureColumn({ feature, currency, timezone, reading }) : null,
  }));
  const columns = [own, ...readings.flatMap(({ column }) => column ?? [])];
  const rows = await filteredRows(project, db, filter, columns);
  return differencesFor(db, rows, checked, { own, readings });
}

/** What of a feature may not have been known at the orders in view, as a run of a rule that reads it would be told. */
async function warningsOf(
  db: Connection,
  { from, where }: FilteredRows,
  checked: CheckedFeature,
  timezone: string,
): Promise<FeaturePreview['warnings']> {
  const { fields, lists } = readByFeature(checked);
  const changed = await db.rows(ordersChanged(from, where));
  const lines = readsLines(fields)
    ? await db.first(sql`SELECT count(*) AS orders FROM ${from} WHERE (${where}) AND ${linesReplaced}`)
    : undefined;
  return [
    ...unsureWarning(fields),
    ...hindsightWarnings(fields, lists),
    ...linesWarning(Number(lines?.['orders'] ?? 0)),
    ...fieldsWarning(
      changed.map(({ column, orders }) => ({ column: String(column), orders: Number(orders) })),
      orderFieldsOf(checked),
    ),
    ...(await featureWarnings(db, [checked], timezone)),
  ];
}
