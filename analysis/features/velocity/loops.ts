import { intLimit, type ScopeField } from '../../expression/index.ts';
import type { FeatureKind, KernelFeature } from '../../kernels/velocity/shapes.ts';
import { counts, isSomebody, ownValue, type FeatureGround } from '../../store/features/facts.ts';
import type { Planned } from '../../store/features/planned.ts';
import { id, sql, type Sql } from '../../store/sql.ts';

/** Which features the loops of ../../kernels compute, and what they are given for it. */

const kinds: Readonly<Record<Planned['checked']['feature']['agg'], FeatureKind>> = {
  count: 'count',
  count_distinct: 'distinct',
  sum: 'sum',
  avg: 'mean',
  min: 'least',
  max: 'greatest',
  first_seen: 'first',
  last_seen: 'last',
  since_first: 'since-first',
  since_last: 'since-last',
  known_bad: 'sum',
};

/** Whether the loops compute it: they read point in time, and have no doubles. */
export function isForLoops({ checked, reading }: Planned): boolean {
  if (reading.ties !== undefined || reading.window !== undefined) return false;
  return checked.of?.type !== 'double';
}

/** A feature as the loops are asked for it; `value` is the place of its values among those of its group. */
export function loopOf({ checked }: Planned, value: number | null): KernelFeature {
  const { feature, type, micros } = checked;
  const { agg } = feature;
  const bad = agg === 'known_bad';
  return {
    kind: agg === 'avg' && type === 'money' ? 'money-mean' : kinds[agg],
    value,
    // Changes of what is known to be bad say themselves when they leave the window.
    window: bad ? null : micros,
    own: feature.includeCurrent === true,
    limit: agg === 'sum' ? BigInt(intLimit) : null,
  };
}

/** What a row adds, a number of 64 bits, NULL where it does not count; null where every row of the source counts alike. */
export function addedBy(planned: Planned, ground: FeatureGround): Sql | null {
  const { feature, of, where } = planned.checked;
  if (feature.agg === 'known_bad') return id('v0');
  if (of === null) {
    const every = where === null && (feature.on ?? 'orders') === 'orders';
    return every ? null : sql`CASE WHEN ${counts(planned, ground)} THEN 1 END`;
  }
  if (!isHashed(planned)) return ownValue(planned, ground);
  const column = id(of.column);
  // NULL has a hash too.
  return sql`CASE WHEN ${counts(planned, ground)} AND ${column} IS NOT NULL${isSomebody(planned)} THEN hash(${column}) END`;
}

/** Whether its values are told apart by their hashes. */
export const isHashed = ({ checked: { feature, of } }: Planned): boolean =>
  feature.agg === 'count_distinct' && of !== null && hashedTypes.includes(of.type);

const hashedTypes: readonly ScopeField['type'][] = ['string', 'bool'];

/** NULL as it is streamed. */
export const streamedNone = (hashed: boolean): Sql =>
  hashed ? sql`9223372036854775808::UBIGINT` : sql`(-9223372036854775808)::BIGINT`;

/** A value as it is streamed: what is NULL or out of reach has a number of its own. */
export function streamed(value: Sql, hashed: boolean): Sql {
  if (hashed) return sql`coalesce(${value}, ${streamedNone(true)})`;
  const number = sql`CAST(${value} AS BIGINT)`;
  return sql`CASE WHEN ${number} > ${streamedNone(false)} THEN ${number}
    WHEN ${number} IS NULL THEN ${streamedNone(false)} ELSE -9223372036854775807 END`;
}
