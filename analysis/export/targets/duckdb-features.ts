import { groupQuery } from '../../store/features/compute.ts';
import { id, join, literal, nothing, sql, written, type Sql } from '../../store/sql.ts';
import { featuresView } from '../duckdb-text.ts';
import type { ReadFeature } from '../read-features.ts';

/**
 * The features as a view of DuckDB over `orders`, whose `seq` numbers every order once, `events` (`kind`, `happened_at` and
 * the columns of orders) and `outcomes` (reports in the words of outcome events): point in time, as the backtest computes them.
 */
export function duckdbFeatures(features: readonly ReadFeature[]): string {
  const columns = features.map(({ column }, at) => sql`, ${id(`f${at}`)}.f0 AS ${id(column)}`);
  const joins = features.map((feature, at) => {
    const alias = id(`f${at}`);
    return sql`\nLEFT JOIN (${queryOf(feature)}) AS ${alias} ON ${alias}.seq = o.seq`;
  });
  const view = sql`CREATE OR REPLACE VIEW ${id(featuresView)} AS
SELECT o.*${join(columns, nothing)}
FROM ${id('orders')} AS o${join(joins, nothing)};\n`;
  return written(view);
}

function queryOf({ checked }: ReadFeature): Sql {
  const on = checked.feature.on ?? 'orders';
  const events = sql`(SELECT happened_at AS ordered_at, * FROM events WHERE kind = ${literal(on)})`;
  const keys = join(
    checked.keys.map((_, at) => id(`k${at}`)),
    sql`, `,
  );
  const rows = on === 'orders' ? sql`orders` : events;
  return groupQuery([{ checked, reading: {} }], rows, { singleCurrency: null, reports: { kind: 'table' } }, keys);
}
