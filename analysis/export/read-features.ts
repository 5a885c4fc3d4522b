import { withFeatures, type CheckedFeature, type Scope, type ScopeField } from '../expression/index.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { featureColumn, velocityPath, type Feature } from '../model/features.ts';
import type { Manifest } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle, WorkingTable } from '../store/project-handle.ts';
import { id, join, sql } from '../store/sql.ts';
import { sha256 } from './package-files.ts';

/** Features in a package: inputs of the rules like any field, under columns named as rules name them. */

/** A feature that some rule reads. */
export interface ReadFeature {
  readonly checked: CheckedFeature;
  /** Its name in what is shipped. */
  readonly column: string;
  /** Its column in the project's working rows. */
  readonly own: string;
}

const shippedColumn = ({ id: name }: Feature): string => velocityPath(name);

/** The scope of the rules with features under the names that a package gives them. */
export const shippedScope = (scope: Scope, { features = [] }: RuleSet): Scope =>
  withFeatures(scope, features, shippedColumn);

/** Those of the rule set's features that are among the fields read. */
export function featuresRead(
  fields: readonly ScopeField[],
  { currency, timezone }: RuleSet,
  { features = [] }: Scope,
): ReadFeature[] {
  const read = new Set(fields.map(({ path }) => path));
  return features.flatMap((checked) => {
    if (!checked.ok || !read.has(velocityPath(checked.feature.id))) return [];
    const { feature } = checked;
    return [{ checked, column: shippedColumn(feature), own: featureColumn({ feature, currency, timezone }) }];
  });
}

/** The working rows with features under those names. */
export async function rowsWithFeatures(
  project: ProjectHandle,
  db: Connection,
  columns: readonly string[],
  features: readonly ReadFeature[],
): Promise<WorkingTable> {
  const own = new Map(features.map((feature) => [feature.column, feature.own]));
  const rows = await project.rows(db, [...new Set(columns.map((column) => own.get(column) ?? column))]);
  if (features.length === 0) return rows;
  const named = features.map((feature) => sql`${id(feature.own)} AS ${id(feature.column)}`);
  return { ...rows, ...sql`(SELECT *, ${join(named, sql`, `)} FROM ${rows})` };
}

/** Columns of features that show a value of a person's column as it is: the greatest of account numbers is one. */
export function personalFeatures(features: readonly ReadFeature[], personal: ReadonlySet<string>): string[] {
  return features
    .filter(
      ({ checked: { of, feature } }) => of !== null && feature.agg !== 'count_distinct' && personal.has(of.column),
    )
    .map(({ column }) => column);
}

type UsedFeature = NonNullable<Manifest['features']>['used'][number];

export const usedFeature = ({ checked: { feature } }: ReadFeature): UsedFeature => ({
  id: feature.id,
  hash: sha256(canonicalJson(feature)),
});

/** What whoever runs the shipped SQL must know of a column. */
export function featureRemark({ column, checked: { feature } }: ReadFeature): string {
  const { agg, of, by, window, on = 'orders' } = feature;
  const what = `${agg}${of === undefined ? '' : ` of ${of}`} over ${on} by ${by.join(', ')}, ${window}`;
  return `-- ${id(column).text}: ${what}; point in time as ruleset.json defines it, NULL where there is no value.`;
}
