import { duckdbText } from '../duckdb-text.ts';
import { listedColumnOf, listedIn } from '../../expression/index.ts';
import { packageFiles } from '../../model/package.ts';
import { featureRemark, type ReadFeature } from '../read-features.ts';
import { broughtColumns, duckdbFeatures } from './duckdb-features.ts';
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

/** The file of a package's features. */
export function featuresText(features: readonly ReadFeature[]): string {
  const lists = features.flatMap(({ checked: { where } }) => (where === null ? [] : listedIn(where)));
  const asked = new Map(lists.map((term) => [listedColumnOf(term), term]));
  const head = [
    '-- Run before rules.duckdb.sql. "orders": seq, a number of every order that none shares; event_id; the columns below.',
    ...features.map(featureRemark),
    ...broughtColumns(features).map((name) => `-- "${name}" needs reported outcomes: the orders bring it as a column.`),
    ...[...asked].map(
      ([name, { item, list }]) =>
        `-- "${name}": whether ${item.field.column} was on the list ${list.id} at the order or event; NULL without a value.`,
    ),
  ];
  return `${head.join('\n')}\n${duckdbFeatures(features)}`;
}
