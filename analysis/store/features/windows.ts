import { intLimit } from '../../expression/index.ts';
import type { FeatureAgg } from '../../model/features.ts';
import { id, sql, type Sql } from '../sql.ts';
import type { Planned } from './planned.ts';

/**
 * A feature as a window over facts: rows with `t` (microseconds), the key `k…` or its hash, and `v`, the value of those
 * that count. Where a frame is empty counts and sums are 0, the rest is NULL.
 */

/** What a row of a group of features is ordered by where ties are sequenced: the instant, then the id's place in it. */
export const sequence = sql`(t::HUGEINT * ${2 ** 32}::BIGINT + place)`;

/** The window of a feature: its partition by key, its order and its frame. */
export function windowOf({ checked, reading }: Planned, key: Sql): Sql {
  if (reading.window === 'whole')
    return sql`PARTITION BY ${key} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW`;
  const sequenced = checked.feature.ties === 'sequenced' && reading.ties === undefined;
  // Changes of what is known to be bad say themselves when they leave the window.
  const micros = checked.feature.agg === 'known_bad' ? null : checked.micros;
  const end = reading.ties === 'instant' ? sql`CURRENT ROW EXCLUDE CURRENT ROW` : sql`1 PRECEDING`;
  return sql`PARTITION BY ${key} ORDER BY ${sequenced ? id('o') : id('t')}
    RANGE BETWEEN ${start(micros, sequenced)} PRECEDING AND ${end}`;
}

function start(micros: bigint | null, sequenced: boolean): Sql {
  if (micros === null) return sql`UNBOUNDED`;
  const length = sql`${Number(micros)}::BIGINT`;
  return sequenced ? sql`(${length}::HUGEINT * ${2 ** 32}::BIGINT + place)` : length;
}

/** The feature's value for the row it stands on; `v` is the column of its values. */
export function valueOf(planned: Planned, v: Sql, key: Sql): Sql {
  const { feature, type } = planned.checked;
  const over = sql`OVER (${windowOf(planned, key)})`;
  const own = feature.includeCurrent === true;
  switch (feature.agg) {
    case 'count':
      return own ? sql`count(${v}) ${over} + (${v} IS NOT NULL)::BIGINT` : sql`count(${v}) ${over}`;
    case 'count_distinct':
      return own
        ? sql`count(DISTINCT ${v}) ${over} + (${v} IS NOT NULL AND count(${v}) OVER (${windowOf(planned, sql`${key}, ${v}`)}) = 0)::BIGINT`
        : sql`count(DISTINCT ${v}) ${over}`;
    case 'sum':
      return asNumber(sumOf(v, over, own), type);
    case 'avg':
      return average(
        sumOf(v, over, own),
        own ? sql`(count(${v}) ${over} + (${v} IS NOT NULL)::BIGINT)` : sql`count(${v}) ${over}`,
        type,
      );
    case 'min':
    case 'max':
      return inTime(extreme(feature.agg, v, over, own), type);
    case 'first_seen':
    case 'since_first':
      return seen(feature.agg, extreme('min', v, over, own));
    case 'last_seen':
    case 'since_last':
      return seen(feature.agg, extreme('max', v, over, own));
    case 'known_bad':
      return sql`coalesce(sum(${v}) ${over}, 0)::BIGINT`;
  }
}

const sumOf = (v: Sql, over: Sql, own: boolean): Sql =>
  own ? sql`(coalesce(sum(${v}) ${over}, 0) + coalesce(${v}, 0))` : sql`coalesce(sum(${v}) ${over}, 0)`;

function extreme(name: 'min' | 'max', v: Sql, over: Sql, own: boolean): Sql {
  const found = name === 'min' ? sql`min(${v}) ${over}` : sql`max(${v}) ${over}`;
  if (!own) return found;
  return name === 'min' ? sql`least(${found}, ${v})` : sql`greatest(${found}, ${v})`;
}

/** Beyond what rules can hold there is no value. */
function asNumber(sum: Sql, type: Planned['checked']['type']): Sql {
  if (type === 'double') return sql`CAST(${sum} AS DOUBLE)`;
  return sql`CASE WHEN abs(${sum}) <= ${Number(intLimit)}::BIGINT THEN CAST(${sum} AS BIGINT) END`;
}

/** Money to the nearest minor unit, halves away from zero; other means as doubles. */
function average(sum: Sql, count: Sql, type: Planned['checked']['type']): Sql {
  if (type !== 'money') return sql`CAST(${sum} AS DOUBLE) / nullif(${count}, 0)`;
  return sql`CAST(sign(${sum}) * ((2 * abs(${sum}) + ${count}) // nullif(2 * ${count}, 0)) AS BIGINT)`;
}

const inTime = (micros: Sql, type: Planned['checked']['type']): Sql =>
  type === 'timestamp' ? sql`make_timestamptz(${micros})` : micros;

const seen = (agg: Extract<FeatureAgg, `${string}_${'seen' | 'first' | 'last'}`>, at: Sql): Sql =>
  agg === 'first_seen' || agg === 'last_seen' ? sql`make_timestamptz(${at})` : sql`(t - ${at}) // 1000000`;
