import type { CheckedFeature } from '../expression/index.ts';
import type { FeatureCost } from '../model/feature-preview.ts';
import type { Connection } from '../store/connection.ts';
import { hasKeys } from '../store/features/facts.ts';
import { id, join, literal, sql } from '../store/sql.ts';

/** The events a feature is made of, its keys, and how many events the most frequent one has. */
export async function eventsOfKeys(
  db: Connection,
  { feature: { on = 'orders' }, keys }: CheckedFeature,
): Promise<Omit<FeatureCost, 'milliseconds'>> {
  const columns = keys.map(({ event }) => id(event.column));
  const present = hasKeys(keys.map(({ event }) => event));
  const from = on === 'orders' ? sql`orders WHERE` : sql`events WHERE kind = ${literal(on)} AND`;
  const row = await db.first(sql`SELECT coalesce(sum(n), 0) AS events, count(*) AS keys, coalesce(max(n), 0) AS most
    FROM (SELECT count(*) AS n FROM ${from} ${present} GROUP BY ${join(columns, sql`, `)})`);
  return { events: Number(row?.['events']), keys: Number(row?.['keys']), most: Number(row?.['most']) };
}
