import { duckdbText } from '../duckdb-text.ts';
import { listedColumnOf, listedIn } from '../../expression/index.ts';
import { packageFiles } from '../../model/package.ts';
import { featureRemark, type ReadFeature } from '../read-features.ts';
import { duckdbFeatures } from './duckdb-features.ts';
import type { ExportTarget } from './target.ts';

/** One query of DuckDB over the orders, and where rules read features a view that makes them. */
export const duckdbTarget: ExportTarget = {
  id: 'duckdb',
  // DuckDB is the engine that was tested; build-package.ts asks it what the shipped text says.
  proof: 'tested',
  files: ({ ruleSet, entries, exceptions, features }) => [
    { name: packageFiles.duckdb, text: duckdbText(ruleSet, entries, exceptions, features) },
    ...(features.length === 0 ? [] : [{ name: 'features.duckdb.sql', text: featuresText(features) }]),
  ],
};

/** What has to stand in the table of reports. */
function reportsRemark(features: readonly ReadFeature[]): string[] {
  if (features.every(({ checked: { feature } }) => feature.agg !== 'known_bad')) return [];
  const whole = features.some(({ checked }) => checked.whole !== null);
  return [
    '-- "outcomes": order_id, kind, family, amount, days_past_due, repeats, reported_at; a report a row, in the words of outcome',
    '-- events. One that counts and has no reported_at ends the query with an error where the feature assumes no delay.',
    ...(whole ? ['-- "amount" of "orders" is what a chargeback without an amount is of.'] : []),
  ];
}

/** The file of a package's features. */
export function featuresText(features: readonly ReadFeature[]): string {
  const lists = features.flatMap(({ checked: { where } }) => (where === null ? [] : listedIn(where)));
  const asked = new Map(lists.map((term) => [listedColumnOf(term), term]));
  const head = [
    '-- Run before rules.duckdb.sql. "orders": seq, a number of every order that none shares; event_id; the columns below.',
    ...features.map(featureRemark),
    ...reportsRemark(features),
    ...[...asked].map(
      ([name, { item, list }]) =>
        `-- "${name}": whether ${item.field.column} was on the list ${list.id} at the order or event; NULL without a value.`,
    ),
  ];
  return `${head.join('\n')}\n${duckdbFeatures(features)}`;
}
