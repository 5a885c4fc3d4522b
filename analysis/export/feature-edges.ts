import { id, join, sql, type Sql } from '../store/sql.ts';
import type { ReadFeature } from './read-features.ts';

/** Columns of orders that a feature's key is made of. */
export const keyColumnsOf = (features: readonly ReadFeature[]): string[] => [
  ...new Set(features.flatMap(({ checked: { keys } }) => keys.map(({ order }) => order.column))),
];

/**
 * Orders on which a feature's window is tried at its edges: with another order of the same key in the same instant (a tie),
 * and with one exactly the window before (it counts). As conditions over `rows`, which hold the keys.
 */
export function edgeConditions(features: readonly ReadFeature[], rows: Sql): Sql[] {
  return features.flatMap(({ checked: { feature, keys, micros } }) => {
    if ((feature.on ?? 'orders') !== 'orders') return [];
    const columns = keys.map(({ order }) => id(order.column));
    const present = join(
      columns.map((column) => sql`${column} IS NOT NULL`),
      sql` AND `,
    );
    const [key, both] = [
      join(columns, sql`, `),
      join(
        columns.map((column) => sql`a.${column} = b.${column}`),
        sql` AND `,
      ),
    ];
    const tied = sql`seq IN (SELECT seq FROM (SELECT seq, count(*) OVER (PARTITION BY ${key}, ordered_at) AS beside
      FROM ${rows} WHERE ${present}) WHERE beside > 1)`;
    if (micros === null) return [tied];
    const length = sql`to_microseconds(${Number(micros)}::BIGINT)`;
    const edge = sql`seq IN (SELECT a.seq FROM ${rows} AS a JOIN ${rows} AS b
      ON ${both} AND b.ordered_at = a.ordered_at - ${length})`;
    return [tied, edge];
  });
}
