import type { Made } from '../made-columns.ts';
import { id, join, nothing, sql, type Sql } from '../sql.ts';
import type { FeatureColumn } from './feature-columns.ts';

/** Features of one table are joined once. */
export function joinedFeatures(
  columns: readonly string[],
  features: ReadonlyMap<string, FeatureColumn | undefined>,
): Pick<Made, 'joins' | 'values'> {
  const aliases = new Map<string, { readonly table: Sql; readonly alias: Sql; readonly seq: string }>();
  const values = columns.flatMap((column) => {
    const feature = features.get(column);
    if (feature === undefined) return [];
    const { table, seq, valueOf } = feature;
    const { alias } = aliases.get(table.text) ?? { alias: id(`feature_${aliases.size}`) };
    aliases.set(table.text, { table, alias, seq });
    return [{ column, value: valueOf(alias) }];
  });
  const joins = [...aliases.values()].map(
    ({ table, alias, seq }) => sql` LEFT JOIN ${table} AS ${alias} ON ${alias}.${id(seq)} = o.seq`,
  );
  return { values, joins: join(joins, nothing) };
}
